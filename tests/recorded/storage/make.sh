#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes the recorded study of a new storage format: format-N.db, and its entries as format-N.jsonl. Run once when a format
# is released; a recorded file is never made again, for it stands for the databases that people have.
#
# Usage: make.sh N      with build/release built (./dev test does that)
set -eu
cd "$(dirname "$0")"
worker=../../../build/release/tests/storage/worker_process
[ ! -e "format-$1.db" ] || { echo "format-$1.db is recorded already" >&2; exit 1; }
"$worker" record "format-$1.db"
"$worker" show "format-$1.db" > "format-$1.jsonl"
rm -f "format-$1.db-wal" "format-$1.db-shm"
ls -l "format-$1.db" "format-$1.jsonl"
