# SPDX-License-Identifier: GPL-3.0-or-later
# The same work in R, where it is installed: lines as those of bench.h. Arguments: response file, leaves of the bootstrap, rounds, parts that are measured.
arguments <- commandArgs(trailingOnly = TRUE)
wanted <- function(part) grepl(glob2rx(arguments[4]), part)
rounds <- as.integer(arguments[3])
time <- function(group, job, work, times = rounds) {
  for (round in seq_len(times)) {
    gc(FALSE)
    t <- system.time(work())
    cat(sprintf("time\t%s\t%s\t%.6f\t%.6f\t-\n", group, job, t[["elapsed"]], t[["user.self"]] + t[["sys.self"]]))
  }
}
have <- function(package) {
  found <- requireNamespace(package, quietly = TRUE)
  if (!found) cat(sprintf("note\tR package %s is not installed: skipped\n", package))
  found
}

set.seed(20240501)
n <- 1e6
items <- paste0("q", 1:20)
if ((wanted("frequencies") || wanted("load") || wanted("score")) && have("data.table")) {
  library(data.table)
  setDTthreads(1)
  if (wanted("frequencies")) {
    answers <- data.table(district = sample(9L, n, TRUE), project = sample(20L, n, TRUE))
    for (item in items) set(answers, j = item, value = sample(c(1:5, NA), n, TRUE))
    time("frequencies, 10^6 x 20", "R data.table, a count for each item", function() for (item in items) answers[, .N, by = c("district", "project", item)])
    rm(answers)
  }
  if (wanted("load")) time("loading, 27 columns", "R data.table fread, one thread", function() fread(arguments[1]))
  if (wanted("score")) {
    setDTthreads(2)
    time("scoring what was loaded: 20 items by district and project", "R data.table, fread and group, two threads", function() {
      answers <- fread(arguments[1])
      answers[, c(lapply(.SD, mean, na.rm = TRUE), lapply(.SD, function(x) sum(x %in% 1:2))), by = .(district, project), .SDcols = items]
    })
  }
}
if (wanted("alpha")) {
  mood <- sample(0:2, n, TRUE)
  x <- sapply(items, function(item) 1 + mood + sample(0:2, n, TRUE))
  time("alpha, 10^6 x 20", "R cov() and sums", function() { v <- cov(x); 20 / 19 * (1 - sum(diag(v)) / sum(v)) })
  if (have("psych")) time("alpha, 10^6 x 20", "R psych::alpha (one run)", function() suppressWarnings(psych::alpha(x)), 1)
  rm(x, mood)
}

# boot() draws the same leaves; nine weighted sums and their ranks stand for the tables, which is less than the work beside it.
if (wanted("bootstrap") && have("boot")) {
  leaves <- read.delim(arguments[2])
  p <- with(leaves, (value - low) / (high - low))
  draw <- function(d, ignored) with(leaves, low + (high - low) * rbinom(length(p), n, p) / n)
  weights <- matrix(runif(9 * length(p)), 9)
  time("bootstrap", "R boot, the same leaves, nine sums", function()
    boot::boot(leaves$value, function(d) { s <- weights %*% d; c(s, rank(-s)) }, R = 2000, sim = "parametric", ran.gen = draw))
}
