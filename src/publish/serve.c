/* SPDX-License-Identifier: GPL-3.0-or-later
 * A published folder on 127.0.0.1, by libmicrohttpd.
 *
 * A server on a loop address is still asked by strangers: any page open in the same browser may send it requests, under a name that it had resolved to
 * 127.0.0.1. So the name in the request must be this machine's. And a path is never put together and opened as text: each part is opened
 * within the folder opened before it, without following links, so that there is no way up and out, however it is written.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceping/base.h"
#include "ceping/publish_serve.h"

struct server {
    struct MHD_Daemon *daemon;
    int folder; /* open */
    unsigned port;
};

/* Answers ------------------------------------------------------------------------------------------------------ */

static const struct {
    const char *name, *value;
} headers[] = {
    {"Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"}, /* the next edition stands under the same addresses */
};

static const struct {
    const char *ending, *type;
} types[] = {
    {".html", "text/html; charset=utf-8"},       {".css", "text/css; charset=utf-8"},  {".js", "text/javascript; charset=utf-8"}, {".svg", "image/svg+xml"},
    {".png", "image/png"},                       {".csv", "text/csv; charset=utf-8"},  {".json", "application/json"},             {".txt", "text/plain; charset=utf-8"},
    {".pdf", "application/pdf"},                 {".md", "text/plain; charset=utf-8"}, {"SHA256SUMS", "text/plain; charset=utf-8"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};

static const char *type_of(const char *path)
{
    size_t len = strlen(path);
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        size_t ending = strlen(types[i].ending);
        if (len >= ending && !strcmp(path + len - ending, types[i].ending))
            return types[i].type;
    }
    return "application/octet-stream";
}

/* Gives the response away. */
static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, const char *type, struct MHD_Response *response)
{
    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < COUNT_OF(headers); i++)
        MHD_add_response_header(response, headers[i].name, headers[i].value);
    MHD_add_response_header(response, "Content-Type", type);
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(response, "Allow", "GET, HEAD");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status, const char *words)
{
    return answer(connection, status, "text/plain; charset=utf-8", MHD_create_response_from_buffer(strlen(words), (void *)words, MHD_RESPMEM_PERSISTENT));
}

/* Files ---------------------------------------------------------------------------------------------------------- */

/* Opens "a/b/c" below `folder`, part by part; −1 where there is no such plain file. A path that ends in "/" means its index.html. */
static int open_below(int folder, const char *path)
{
    int at = dup(folder);
    while (at >= 0) {
        size_t len = strcspn(path, "/");
        bool last = path[len] == '\0';
        auto_free char *part = last && !len ? xstrdup("index.html") : xstrndup(path, len);
        bool good = *part && *part != '.';
        int next = good ? openat(at, part, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (last ? 0 : O_DIRECTORY)) : -1;
        close(at);
        at = next;
        if (last)
            break;
        path += len + 1;
    }
    struct stat state;
    if (at >= 0 && (fstat(at, &state) != 0 || !S_ISREG(state.st_mode))) {
        close(at);
        return -1;
    }
    return at;
}

/* 127.0.0.1 or localhost, with this port or none. */
static bool own_name(const struct server *server, const char *host)
{
    static const char *const names[] = {"127.0.0.1", "localhost"};
    if (!host)
        return false;
    auto_strbuf struct strbuf port;
    strbuf_init(&port);
    strbuf_addf(&port, ":%u", server->port);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        size_t len = strlen(names[i]);
        if (!strncmp(host, names[i], len) && (!host[len] || !strcmp(host + len, port.at)))
            return true;
    }
    return false;
}

static enum MHD_Result handle(void *data, struct MHD_Connection *connection, const char *url, const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **request)
{
    (void)version, (void)upload;
    static int seen;
    const struct server *server = data;
    bool first = !*request; /* only the head has come: what is refused need not send more */
    *request = &seen;
    if (!own_name(server, MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST)))
        return refuse(connection, MHD_HTTP_FORBIDDEN, "this server answers to 127.0.0.1 only\n");
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
        return refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "this server only shows\n");
    if (first || *upload_size) {
        *upload_size = 0;
        return MHD_YES;
    }
    int file = *url == '/' ? open_below(server->folder, url + 1) : -1;
    struct stat state;
    if (file < 0 || fstat(file, &state) != 0)
        return refuse(connection, MHD_HTTP_NOT_FOUND, "there is no such page\n");
    const char *type = url[strlen(url) - 1] == '/' ? "text/html; charset=utf-8" : type_of(url);
    struct MHD_Response *response = MHD_create_response_from_fd64((uint64_t)state.st_size, file);
    if (!response)
        close(file);
    return answer(connection, MHD_HTTP_OK, type, response);
}

/* Beginning and end ------------------------------------------------------------------------------------------------ */

static bool is_publication(int folder)
{
    return faccessat(folder, ".ceping-site", F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static bool listen_on(struct server *server, unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    server->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, (uint16_t)port, NULL, NULL, handle, server, MHD_OPTION_SOCK_ADDR, &address,
                                      MHD_OPTION_CONNECTION_TIMEOUT, 30u, MHD_OPTION_CONNECTION_LIMIT, 64u, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    const union MHD_DaemonInfo *info = server->daemon ? MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    server->port = info ? info->port : port;
    return server->daemon != NULL;
}

struct server *publish_serve_start(const char *folder, unsigned port, struct diags *diags)
{
    struct server *server = xcalloc(1, sizeof *server);
    server->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (server->folder < 0) {
        diags_error(diags, (struct pos){.file = folder}, _("cannot open the folder: %s"), strerror(errno));
    } else if (!is_publication(server->folder)) {
        diags_error(diags, (struct pos){.file = folder}, _("'%s' is no publication"), folder);
        diags_hint(diags, _("a folder that 'ceping publish' made"));
    } else if (!listen_on(server, port)) {
        diags_error(diags, POS_NONE, _("cannot listen on 127.0.0.1:%u: %s"), port, strerror(errno));
        diags_hint(diags, _("another port with --port N; 0 takes any that is free"));
    } else {
        return server;
    }
    publish_serve_stop(server);
    return NULL;
}

unsigned publish_serve_port(const struct server *server)
{
    return server->port;
}

void publish_serve_stop(struct server *server)
{
    if (!server)
        return;
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    if (server->folder >= 0)
        close(server->folder);
    base_free_pointer(&server);
}
