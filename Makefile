# SPDX-License-Identifier: GPL-3.0-or-later
# ceping: from the questionnaire to the published result. `make help` lists what can be made.
#
# Everything is built under build/$(VARIANT); the source tree stays as it was cloned.

VARIANT ?= debug
B       ?= build/$(VARIANT)
prefix  ?= /usr/local
DESTDIR ?=
T       ?= *
CASE    ?= *
TEST_DATA ?= ../shared

VERSION := 0.1.0

.DEFAULT_GOAL := all
.SUFFIXES:
.DELETE_ON_ERROR:
Q := $(if $(V),,@)

# Packages ----------------------------------------------------------------------------------------------

BUILD_PACKAGES := gcc libc6-dev pkg-config gettext libyaml-dev libsqlite3-dev libgsl-dev libhpdf-dev libfontconfig-dev \
	libharfbuzz-dev libunistring-dev libcsv-dev libzip-dev libexpat1-dev libreadstat-dev libjansson-dev \
	libcmark-gfm-dev libcmark-gfm-extensions-dev zlib1g-dev libpng-dev libxlsxwriter-dev libqrencode-dev libmicrohttpd-dev nettle-dev libglpk-dev libdeflate-dev
FONT_PACKAGES := fonts-arphic-uming fonts-arphic-ukai fonts-lxgw-wenkai fonts-wqy-microhei fontconfig python3 python3-fonttools
TEST_PACKAGES := libcmocka-dev glpk-utils poppler-utils qpdf sqlite3 unzip valgrind openssl zbar-tools mupdf-tools dpkg-dev python3-jsonschema locales chromium
# Needed by their commands: they may have come from elsewhere, and then Debian's would not install beside them.
TEST_COMMANDS := node:nodejs npm:npm
FUZZ_PACKAGES := clang # for `make fuzz` only
PACKAGES := $(BUILD_PACKAGES) $(FONT_PACKAGES) $(TEST_PACKAGES)

# Folders and the arrows between them: what each may include and is linked with in its tests ------------------

FOLDERS := base yaml model stats doc survey ingest store analyse score render disclose engine exchange report publish verify cli

DEPS_base    :=
DEPS_yaml    := base
DEPS_model   := base
DEPS_stats   := base
DEPS_doc     := base
DEPS_survey  := yaml model base
DEPS_ingest  := model base
DEPS_store   := model base
DEPS_analyse := stats model base
DEPS_score   := stats model base
DEPS_render  := yaml doc base
DEPS_disclose := model base
DEPS_engine  := survey ingest store analyse score yaml model stats base
DEPS_exchange := engine survey ingest store analyse score yaml model stats doc base
DEPS_report  := yaml model doc base
DEPS_publish := report engine disclose render survey ingest store analyse score yaml model stats doc base
DEPS_verify  := $(DEPS_publish) publish
DEPS_cli     := $(DEPS_publish) publish exchange verify

# Libraries, each behind the door of one folder ------------------------------------------------------------

LIBS_base    := -lunistring -lnettle -lm
LIBS_yaml    := -lyaml
LIBS_stats   := -lgsl -lgslcblas -lm
LIBS_ingest  := -lcsv -lzip -lexpat -lreadstat -ljansson
LIBS_store   := -lsqlite3
LIBS_render  := -lhpdf -ldeflate -lharfbuzz-subset -lharfbuzz -lfontconfig -lqrencode -lz -lpng
LIBS_disclose := -lglpk
LIBS_exchange := -lxlsxwriter -lreadstat -ljansson
LIBS_report  := -lcmark-gfm-extensions -lcmark-gfm
LIBS_publish := -lxlsxwriter -lmicrohttpd -ljansson -lzip
LIBS_verify  := -ljansson
LIBS_cli     := -ljansson
ALL_LIBS     := $(LIBS_cli) $(LIBS_publish) $(LIBS_report) $(LIBS_exchange) $(LIBS_disclose) $(LIBS_render) $(LIBS_store) $(LIBS_ingest) $(LIBS_yaml) $(LIBS_stats) $(LIBS_base) -lpthread

# Compiler ---------------------------------------------------------------------------------------------

CC       := gcc
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-sign-conversion
CPPFLAGS := -Iinclude -isystem /usr/include/harfbuzz -D_GNU_SOURCE -DCEPING_VERSION='"$(VERSION)"'
CFLAGS_debug   := -O1 -g
CFLAGS_release := -O3 -g -DNDEBUG
CFLAGS_san     := -O1 -g -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined
CFLAGS_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined -Wno-format-nonliteral
CFLAGS_cov     := -O0 -g --coverage
CFLAGS   := -std=c17 $(WARNINGS) $(CFLAGS_$(VARIANT)) -ffp-contract=off
LDFLAGS_san := -fsanitize=address,undefined
LDFLAGS_fuzz := -fsanitize=address,undefined
LDFLAGS_cov := --coverage
LDFLAGS  := $(LDFLAGS_$(VARIANT))

# Library and command -----------------------------------------------------------------------------------

define folder_rules
SRC_$(1) := $$(sort $$(wildcard src/$(1)/*.c))
OBJ_$(1) := $$(patsubst src/%.c,$(B)/obj/%.o,$$(SRC_$(1)))
$(B)/folder/$(1).a: $$(OBJ_$(1))
	$(Q)mkdir -p $$(@D) && rm -f $$@ && ar rcsD $$@ $$^
UNIT_$(1) := $$(patsubst tests/unit/%.c,$(B)/unit/%,$$(sort $$(wildcard tests/unit/$(1)/test_*.c)))
UNITS += $$(UNIT_$(1))
$$(UNIT_$(1)): $(B)/unit/%: $(B)/obj/tests/unit/%.o $(B)/folder/$(1).a $$(patsubst %,$(B)/folder/%.a,$$(DEPS_$(1)))
	@mkdir -p $$(@D)
	@echo "  LINK  $$@"
	$(Q)$(CC) $(CFLAGS) -o $$@ $$(filter %.o,$$^) -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group $(LDFLAGS) -lcmocka $$(foreach f,$(1) $$(DEPS_$(1)),$$(LIBS_$$(f))) -lm -lpthread
endef
UNITS :=
$(foreach folder,$(FOLDERS),$(eval $(call folder_rules,$(folder))))

LIBRARY_OBJ := $(foreach folder,$(filter-out cli,$(FOLDERS)),$(OBJ_$(folder)))
ALL_OBJ     := $(LIBRARY_OBJ) $(OBJ_cli)

.PHONY: all
all: $(B)/ceping $(B)/libceping.a share ## build the command and the library

$(B)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/obj/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) -Itests/unit $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/libceping.a: $(LIBRARY_OBJ)
	@echo "  AR    $@"
	$(Q)rm -f $@ && ar rcsD $@ $^

$(B)/ceping: $(OBJ_cli) $(B)/libceping.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(ALL_LIBS)

-include $(patsubst %.o,%.d,$(ALL_OBJ)) $(wildcard $(B)/obj/tests/unit/*/*.d $(B)/obj/tests/bench/*.d $(B)/obj/tests/fuzz/*.d)

# What the command finds at ../share: templates, faces, messages -------------------------------------------------

SHARE := $(dir $(B))share

.PHONY: share
share: $(SHARE)/locale/zh_CN/LC_MESSAGES/ceping.mo
	@mkdir -p $(SHARE)/ceping
	@ln -sfn $(CURDIR)/templates $(SHARE)/ceping/templates
	@ln -sfn $(CURDIR)/themes $(SHARE)/ceping/themes
	@ln -sfn $(CURDIR)/build/fonts $(SHARE)/ceping/fonts

$(SHARE)/locale/zh_CN/LC_MESSAGES/ceping.mo: src/po/zh_CN.po
	@mkdir -p $(@D)
	@echo "  MSG   $@"
	$(Q)msgfmt -o $@ $<

POT := build/ceping.pot

.PHONY: po
po: ## bring the catalogue of messages up to date with the source
	$(Q)mkdir -p build && xgettext --from-code=UTF-8 -k_ -kN_ --no-location --sort-output --add-comments=TRANSLATORS \
		--package-name=ceping --package-version=$(VERSION) -o $(POT) $(sort $(wildcard src/*/*.c include/ceping/*.h))
	$(Q)msgmerge --quiet --no-fuzzy-matching --no-wrap --backup=none --update src/po/zh_CN.po $(POT)
	$(Q)msgattrib --no-obsolete --no-wrap -o src/po/zh_CN.po src/po/zh_CN.po && msgfmt --check --statistics -o /dev/null src/po/zh_CN.po

# Packages and faces ---------------------------------------------------------------------------------------------

.PHONY: deps
deps: ## install the Debian packages that are missing
	@missing=$$(for p in $(PACKAGES); do \
		dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done; \
		for c in $(TEST_COMMANDS); do command -v $${c%:*} >/dev/null 2>&1 || echo $${c#*:}; done); \
	if [ -z "$$missing" ]; then exit 0; fi; \
	echo "installing: "$$missing; \
	if [ "$$(id -u)" = 0 ]; then sudo=; \
	elif command -v sudo >/dev/null 2>&1; then sudo=sudo; \
	else echo "Debian packages are missing, and only root can install them. As root: apt-get install --no-install-recommends "$$missing >&2; exit 1; fi; \
	$$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing

FONTS := build/fonts/FandolFang-Regular.ttf build/fonts/FandolSong-Bold.ttf

.PHONY: fonts
fonts: $(FONTS) ## convert the official faces (仿宋, 小标宋) from Debian's fandol fonts, once

$(FONTS) &: src/render/make_fonts.py
	@mkdir -p build/fonts
	@echo "  FONT  build/fonts"
	$(Q)python3 src/render/make_fonts.py build/fonts
	@touch $(FONTS)

# The main job ---------------------------------------------------------------------------------------------------

.PHONY: demo
demo: ## the 2017 evaluation of Zibo: 47 PDF reports and the site under build/demo
	@$(MAKE) --no-print-directory deps
	@$(MAKE) --no-print-directory fonts
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@samples/zibo-2017/demo $(B)/ceping build/demo

# The guide -------------------------------------------------------------------------------------------------------

.PHONY: guide
guide: all fonts ## the guide for the team as PDF, set by the program itself: build/guide.zh-CN.pdf
	@$(B)/ceping render docs/guide.zh-CN.md --fixed-faces -o build/guide.zh-CN.pdf && echo build/guide.zh-CN.pdf

.PHONY: pictures
pictures: all fonts ## the pictures of the guide anew, from reports of the demo
	@docs/pictures/make $(B)/ceping docs/pictures

# Tests -------------------------------------------------------------------------------------------------------------

.PHONY: check
check: ## all tests; ends with "N passed, N failed"
	@$(MAKE) --no-print-directory deps
	@$(MAKE) --no-print-directory fonts
	@$(MAKE) --no-print-directory -j$$(nproc) all units replays
	@TEST_DATA='$(TEST_DATA)' tests/run all $(B)

.PHONY: units
units: $(UNITS)

.PHONY: unit
unit: $(UNITS) share ## unit tests: make unit T='store/*'
	@TEST_DATA='$(TEST_DATA)' tests/run unit $(B) '$(T)'

.PHONY: golden
golden: all ## commands and all that they print: make golden CASE=check-*
	@tests/run golden $(B) '$(CASE)'

.PHONY: accept
accept: all ## take what the commands print now as right; then read the diff
	@ACCEPT=1 tests/run golden $(B) '$(CASE)'

.PHONY: scripts
scripts: all replays ## tests of the whole program: make scripts T=zibo*
	@TEST_DATA='$(TEST_DATA)' tests/run scripts $(B) '$(T)'

# Fuzzing: the same targets with clang and libFuzzer, and with gcc and a replayer. A format of responses is the target `ingest` with other seeds.
FUZZ_TARGETS   := ingest yaml condition template
FUZZ_FORMATS   := csv xlsx xls sav json yaml condition template
FUZZ_TIME      ?= 60
REPLAYS := $(patsubst %,$(B)/fuzz/%,$(FUZZ_TARGETS))

.PHONY: replays
replays: $(REPLAYS)

$(REPLAYS): $(B)/fuzz/%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/fuzz/replay.o $(B)/libceping.a
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) -lcmocka $(ALL_LIBS)

.PHONY: fuzz
fuzz: ## look for crashes: make fuzz T=csv FUZZ_TIME=60 (needs clang; csv xlsx xls sav json yaml condition template)
	@command -v clang >/dev/null || { echo "make fuzz needs clang: apt-get install --no-install-recommends $(FUZZ_PACKAGES)" >&2; exit 1; }
	@$(MAKE) --no-print-directory VARIANT=fuzz CC=clang -j$$(nproc) fuzzers
	@for format in $(filter $(subst *,%,$(T)),$(FUZZ_FORMATS)); do tests/fuzz/run build/fuzz $$format $(FUZZ_TIME) || exit 1; done

.PHONY: fuzzers
fuzzers: $(patsubst %,build/fuzz/run/%,$(FUZZ_TARGETS))

build/fuzz/run/%: $(B)/obj/tests/fuzz/%.o $(B)/libceping.a
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDFLAGS) -lcmocka $(ALL_LIBS)

.PHONY: kill
kill: all ## kill the program 300 times while it loads, 48 times while it publishes
	@KILLS=300 tests/scripts/kill $(B)
	@SITE_KILLS=48 tests/scripts/editions $(B)

.PHONY: bombs
bombs: all ## files of a gigabyte made to exhaust a reader (2 GB of room in $TMPDIR)
	@BOMB_MB=1000 tests/scripts/bombs $(B)

.PHONY: san
san: ## all tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory VARIANT=san check

.PHONY: memcheck
memcheck: all fonts ## the demo under valgrind
	@VALGRIND='valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite' samples/zibo-2017/demo $(B)/ceping build/memcheck

# Medians and ratios, in docs/benchmarks.md; takes minutes and is no part of `make check`.
BENCH_B := $(if $(filter command line,$(origin B)),$(B),build/release)

.PHONY: bench
bench: ## speed and coverage of intervals as ratios: make bench T=load
	@$(MAKE) --no-print-directory fonts
	@$(MAKE) --no-print-directory VARIANT=release B=$(BENCH_B) -j$$(nproc) all benches
	@TEST_DATA='$(TEST_DATA)' tests/bench/run $(BENCH_B) '$(T)'

BENCHES := $(patsubst tests/bench/%.c,$(B)/bench/%,$(sort $(wildcard tests/bench/*.c)))

.PHONY: benches
benches: $(BENCHES)

$(BENCHES): $(B)/bench/%: $(B)/obj/tests/bench/%.o $(B)/libceping.a
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) -lcmocka $(ALL_LIBS)

.PHONY: coverage
coverage: ## line coverage of the tests (gcovr)
	@$(MAKE) --no-print-directory VARIANT=cov check
	gcovr --root . --object-directory build/cov --exclude tests --print-summary

# Looking at the code ----------------------------------------------------------------------------------------------

.PHONY: graph
graph: ## the arrows between folders, as they are
	@tests/arrows graph

.PHONY: longest
longest: ## the longest functions and files
	@wc -l src/*/*.c | sort -rn | sed -n 2,11p
	@awk 'FNR==1{start=0} /^[a-z].*\)$$/{name=$$0; line=FNR} /^{/{start=FNR} /^}/{if(start){print FNR-start, FILENAME":"line, name; start=0}}' src/*/*.c | sort -rn | head -15

compile_commands.json: Makefile ## for editors
	@$(MAKE) --no-print-directory -Bnw V=1 all | awk -v dir='$(CURDIR)' 'BEGIN{print "["; sep=""} / -c -o /{cmd=$$0; n=split($$0,w," "); f=w[n]; gsub(/\\/,"\\\\",cmd); gsub(/"/,"\\\"",cmd); printf "%s{\"directory\":\"%s\",\"file\":\"%s\",\"command\":\"%s\"}", sep, dir, f, cmd; sep=",\n"} END{print "\n]"}' > build/$@
	@echo "build/$@"

.PHONY: docs
docs: all ## reference pages in docs/ from the tables of the program
	@for f in evaluation instrument rubric english ledger; do $(B)/ceping schema $$f --markdown > docs/format-$$f.md; done
	@$(B)/ceping schema theme --markdown > docs/format-theme.md
	@$(B)/ceping analyze --list --markdown > docs/statistics.md

# Installing ---------------------------------------------------------------------------------------------------------

# What is installed; the test of the package takes the build that is there.
INSTALL_B ?= build/release

.PHONY: install
install: ## install under DESTDIR and prefix
	$(if $(filter build/release,$(INSTALL_B)),@$(MAKE) --no-print-directory VARIANT=release B=build/release -j$$(nproc) all)
	install -d $(DESTDIR)$(prefix)/bin $(DESTDIR)$(prefix)/lib/pkgconfig $(DESTDIR)$(prefix)/include/ceping $(DESTDIR)$(prefix)/share/ceping \
		$(DESTDIR)$(prefix)/share/man/man1 $(DESTDIR)$(prefix)/share/bash-completion/completions $(DESTDIR)$(prefix)/share/locale/zh_CN/LC_MESSAGES
	install -m 755 $(INSTALL_B)/ceping $(DESTDIR)$(prefix)/bin/ceping
	install -m 644 $(INSTALL_B)/libceping.a $(DESTDIR)$(prefix)/lib/libceping.a
	install -m 644 include/ceping/*.h $(DESTDIR)$(prefix)/include/ceping/
	cp -R templates themes $(DESTDIR)$(prefix)/share/ceping/
	if [ -d build/fonts ]; then install -d $(DESTDIR)$(prefix)/share/ceping/fonts && install -m 644 build/fonts/*.ttf $(DESTDIR)$(prefix)/share/ceping/fonts/; fi
	install -m 644 build/share/locale/zh_CN/LC_MESSAGES/ceping.mo $(DESTDIR)$(prefix)/share/locale/zh_CN/LC_MESSAGES/
	install -m 644 docs/ceping.1 $(DESTDIR)$(prefix)/share/man/man1/
	install -m 644 src/cli/completion.bash $(DESTDIR)$(prefix)/share/bash-completion/completions/ceping
	printf 'prefix=%s\nName: ceping\nDescription: from a questionnaire to the published result\nVersion: %s\nCflags: -I$${prefix}/include\nLibs: -L$${prefix}/lib -lceping %s\n' \
		'$(prefix)' '$(VERSION)' '$(ALL_LIBS)' > $(DESTDIR)$(prefix)/lib/pkgconfig/ceping.pc

DEB := build/deb

.PHONY: deb
deb: ## a Debian package under build/deb: installs and runs on a bare Debian 12
	@command -v dpkg-shlibdeps >/dev/null || { echo "dpkg-shlibdeps is missing: install the Debian package dpkg-dev" >&2; exit 1; }
	@$(MAKE) --no-print-directory fonts
	@rm -rf $(DEB)/root && mkdir -p $(DEB)
	@$(MAKE) --no-print-directory install DESTDIR=$(CURDIR)/$(DEB)/root prefix=/usr >/dev/null
	@src/cli/make_deb $(DEB)/root '$(VERSION)' $(DEB)

.PHONY: deb-check
deb-check: deb ## the package in a fresh Debian 12 (root, debootstrap and network)
	@tests/deb $(DEB)/ceping_$(VERSION)_$$(dpkg --print-architecture).deb

.PHONY: clean
clean: ## remove build/
	rm -rf build

.PHONY: help
help: ## this list
	@awk -F':.*## ' '/^[a-z_.]+:.*## /{printf "  %-22s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo "  VARIANT=debug|release|san|cov chooses the build; B=DIR where to."
