#!/usr/bin/env bash
# A ./dev whose command $FAILING fails.
echo "dev $1"
[ "$1" != "$FAILING" ]
