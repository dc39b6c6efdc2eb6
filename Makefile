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
	libharfbuzz-dev libunistring-dev libcsv-dev libzip-dev libexpat1-dev libfreexl-dev libjansson-dev \
	libcmark-gfm-dev libcmark-gfm-extensions-dev zlib1g-dev libpng-dev
FONT_PACKAGES := fonts-arphic-uming fonts-arphic-ukai fonts-lxgw-wenkai fonts-wqy-microhei fontconfig python3 python3-fonttools
TEST_PACKAGES := libcmocka-dev poppler-utils qpdf sqlite3 python3 valgrind
PACKAGES := $(BUILD_PACKAGES) $(FONT_PACKAGES) $(TEST_PACKAGES)

# Folders and the arrows between them: what each may include and is linked with in its tests ------------------

FOLDERS := base yaml model stats doc survey ingest store analyse score render engine report publish cli

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
DEPS_render  := doc base
DEPS_engine  := survey ingest store analyse score yaml model stats base
DEPS_report  := yaml model doc base
DEPS_publish := report engine render survey ingest store analyse score yaml model stats doc base
DEPS_cli     := $(DEPS_publish) publish

# Libraries, each behind the door of one folder ------------------------------------------------------------

LIBS_base    := -lunistring -lm
LIBS_yaml    := -lyaml
LIBS_stats   := -lgsl -lgslcblas -lm
LIBS_ingest  := -lcsv -lzip -lexpat -lfreexl
LIBS_store   := -lsqlite3
LIBS_render  := -lhpdf -lharfbuzz-subset -lharfbuzz -lfontconfig -lz -lpng
LIBS_report  := -lcmark-gfm-extensions -lcmark-gfm
LIBS_cli     := -ljansson
ALL_LIBS     := $(LIBS_cli) $(LIBS_report) $(LIBS_render) $(LIBS_store) $(LIBS_ingest) $(LIBS_yaml) $(LIBS_stats) $(LIBS_base) -lpthread

# Compiler ---------------------------------------------------------------------------------------------

CC       := gcc
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-sign-conversion
CPPFLAGS := -Iinclude -isystem /usr/include/harfbuzz -D_GNU_SOURCE -DCEPING_VERSION='"$(VERSION)"'
CFLAGS_debug   := -O1 -g
CFLAGS_release := -O2 -g -DNDEBUG
CFLAGS_san     := -O1 -g -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined
CFLAGS_cov     := -O0 -g --coverage
CFLAGS   := -std=c17 $(WARNINGS) $(CFLAGS_$(VARIANT)) -ffp-contract=off
LDFLAGS_san := -fsanitize=address,undefined
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
	$(Q)$(CC) $(CFLAGS) -o $$@ $$(filter %.o,$$^) -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group $$(LDFLAGS) -lcmocka $$(foreach f,$(1) $$(DEPS_$(1)),$$(LIBS_$$(f))) -lm -lpthread
endef
UNITS :=
$(foreach folder,$(FOLDERS),$(eval $(call folder_rules,$(folder))))

LIBRARY_OBJ := $(foreach folder,$(filter-out cli,$(FOLDERS)),$(OBJ_$(folder)))
ALL_OBJ     := $(LIBRARY_OBJ) $(OBJ_cli)

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

.PHONY: all
all: $(B)/ceping ## build the command and the library

.PHONY: unit
unit: $(UNITS) ## unit tests: make unit T='store/*'
	@tests/run unit $(B) '$(T)'

-include $(patsubst %.o,%.d,$(ALL_OBJ)) $(wildcard $(B)/obj/tests/unit/*/*.d)
