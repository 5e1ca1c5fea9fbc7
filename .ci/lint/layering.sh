#!/usr/bin/env bash
# every #include is allowed by the table of rooms
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

mapfile -d '' files < <(project_files '*.c' '*.cpp' '*.h' '*.hpp')
[ ${#files[@]} -gt 0 ] || exit 0
# shellcheck disable=SC2016
awk '
  function trim(s) { gsub(/^ +| +$/, "", s); return s }
  # Does the path PATH begin with the folders PREFIX?
  function below(path, prefix) { return index(path "/", prefix "/") == 1 }
  # The folder that the right side of the table means by NAME.
  function folder(name) {
    if (name ~ /^</) return substr(name, 2, length(name) - 2)
    return name ~ /^[A-Z]/ ? "lutra/" name : name
  }
  # The room with the longest folder that PATH is in.
  function room_of(path,   room, best) {
    best = ""
    for (room in allowed)
      if (below(path, room) && length(room) > length(best)) best = room
    return best
  }
  # A file of the tree under the name that an include of it would have.
  function public_name(path) {
    if (below(path, "include")) sub(/^include\//, "", path)
    else sub(/^lib\//, "lutra/", path)
    return path
  }

  BEGIN {
    for (i = 2; i < ARGC; i++) tree[public_name(ARGV[i])]
  }
  FILENAME == ARGV[1] { # the table
    sub(/#.*/, "")
    if (split($0, row, ":") != 2) next
    room = folder(trim(row[1]))
    sub(/^include\//, "", room)
    allowed[room] = trim(row[2])
    n = split(allowed[room], words, / +/)
    for (i = 1; i <= n; i++)
      if (words[i] !~ /^[A-Z<]/) governed[words[i]]
    next
  }
  FNR == 1 {
    self = public_name(FILENAME)
    room = room_of(self)
    if (room == "")
      print FILENAME ":1: belongs to no room; give its folder a row in .ci/lint/rooms.txt"
  }
  room != "" && /^[ \t]*#[ \t]*include[ \t]*["<]/ {
    split($0, part, /["<>]/)
    target = part[2]
    if (/"/) { # a neighbour, or a file below one
      dir = self
      sub(/[^\/]*$/, "", dir)
      if ((dir target) in tree) target = dir target
    }
    known = below(target, "lutra") || below(target, "lutra-rt") || below(target, "python-free-frontend")
    for (prefix in governed)
      if (below(target, prefix)) known = 1
    if (!known || below(target, room) && room_of(target) == room) next
    n = split(allowed[room], words, / +/)
    for (i = 1; i <= n; i++)
      if (below(target, folder(words[i]))) next
    printf "%s:%d: room %s may not include \"%s\"; .ci/lint/rooms.txt says what it may\n",
           FILENAME, FNR, room, part[2]
  }
' "$here/rooms.txt" "${files[@]}" | report
