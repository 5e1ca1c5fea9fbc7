#!/usr/bin/env bash
# the kernel that the compiler chooses, beside the fastest there is
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.bash"

# Each line is a product, the family that predictions choose and the one that
# was fastest, with measured and predicted times; the last number is how many
# times as long the chosen one takes. Above 1.1 the model is wrong.
formats=(ternary int1 int2 int3 int4 int8) sizes=("4096 4096" "512 512") tokens=(1 2 8 32 128)
for option in "${@:4}"; do
  case "$option" in
    --formats=*) read -ra formats <<<"${option#--formats=}" ;;
    --tokens=*) read -ra tokens <<<"${option#--tokens=}" ;;
    *)
      echo "choice.sh: unknown option '$option'" >&2
      exit 2
      ;;
  esac
done
for format in "${formats[@]}"; do
  for size in "${sizes[@]}"; do
    read -r n k <<<"$size"
    for group in "$k" 32; do
      for m in "${tokens[@]}"; do
        printf '%-8s group %-5s %4s x %s x %s  ' "$format" "$group" "$m" "$n" "$k"
        "$bin/lutra-bench" mpgemm --format="$format" --group="$group" --m="$m" --n="$n" --k="$k" --kernel=all --seconds=0.1 |
          sed -n 's/^chosen: //p'
      done
    done
  done
done
