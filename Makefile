# 质小通 · 常用命令：make run 启动；make wechat-demo 在本机演示微信；make test 测试；其余见下。
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := bot handlers console texts faq campaign desk people db
export PYTHONUTF8 = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: install run wechat-demo test check fix bench docs lock clean

install: $(VENV)/.run

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "需要 Python 3.11：没有找到 $(PYTHON)。可用 make PYTHON=/路径/python3.11 指定。"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock | $(VENV)/bin/python
	@echo "正在安装依赖（只在第一次或依赖变化时）……"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.lock
	@touch $@

$(VENV)/.dev: requirements/dev.lock | $(VENV)/bin/python
	@echo "正在安装开发依赖（只在第一次或依赖变化时）……"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.lock
	@touch $@ $(VENV)/.run

run: install
	@exec $(BIN)/python -m bot run

# A pretended WeChat on this machine, with the real bot behind it: nothing leaves this machine.
wechat-demo: $(VENV)/.dev
	@exec $(BIN)/python -m tests.wechat.demo

test: $(VENV)/.dev
	@$(BIN)/python -m pytest

check: $(VENV)/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy $(PACKAGES) tests bench
	@$(BIN)/lint-imports
	@$(BIN)/python -m faq check

fix: $(VENV)/.dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev
	@$(BIN)/python -m bench $(if $(EVAL),--eval $(EVAL))

docs: $(VENV)/.dev
	@$(BIN)/python -m pytest tests/test_docs.py

# Refresh both lock files; needs uv on the PATH. The lock names no package index.
lock:
	cd requirements && for name in run dev; do \
	  uv pip compile --quiet --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate $$name.in -o $$name.lock; done

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
