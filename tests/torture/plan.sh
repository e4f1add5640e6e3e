# What a round does. Everything is drawn from the seed and the round's number
# before the round begins, so the same seed makes the same plan. Sourced.
# shellcheck shell=bash

states=(initial copyRows waitingOnSentinelTable applyChangeset
  restoreSecondaryIndexes analyzeTable checksum postChecksum cutOver close
  errCleanup)
declare -A order=()
for i in "${!states[@]}"; do
  order[${states[i]}]=$i
done

# Where rows are on their way is worth more than one look.
aims=("${states[@]}" copyRows checksum cutOver close)

# draw N: sets `drawn` to a number below N, the next one of this round. Not the
# shell's own RANDOM, which is another one in another version of the shell.
draw() {
  dice=$(((dice ^ (dice << 13)) & 0xffffffff))
  dice=$((dice ^ (dice >> 17)))
  dice=$(((dice ^ (dice << 5)) & 0xffffffff))
  drawn=$((dice % $1))
}

# one_of N: true once in N times.
one_of() {
  draw "$1"
  ((drawn == 0))
}

# A state that is over in no time is met at once or not at all.
draw_delay() {
  case $1 in
    copyRows | checksum | waitingOnSentinelTable) draw 60 ;;
    *)
      draw 8
      drawn=$((drawn < 4 ? 0 : drawn - 3))
      ;;
  esac
}

# plan_round SEED ROUND: sets what the round is made with, and its `steps`:
#   at STATE MS       kill the run MS after it says that it is in STATE
#   after MS          kill the run MS after its start
#   stop STATE MS     have it cancelled in STATE, kill it MS after errCleanup
#   freeze STATE MS   stop its process in STATE for so long, and let another run
#                     take its place meanwhile
# then what else happens:
#   1, 2              this writer is killed in the same moment
#   anew              the run starts over instead of resuming
#   -                 nothing
plan_round() {
  local count n aim aside kind
  dice=$((($1 * 2654435761 + $2 * 40503 + 1) & 0xffffffff))
  ((dice > 0)) || dice=1
  for n in 1 2 3 4 5 6; do
    draw 1 # the first ones are near to those of the next round
  done
  change=strict
  writer_options=()
  draw 3000
  create_options=(--rows "$((drawn + 1500))")
  draw 32768
  create_options+=(--seed "$drawn")
  draw 15
  options=(--chunk-time "$((drawn + 5))ms")
  if one_of 4; then
    change=keyed
    writer_options=(--own-ids)
  fi
  one_of 2 && create_options+=(--wal)
  one_of 4 && options+=(--indexes-first)
  one_of 4 && options+=(--keep-old)
  aim=${aims[($1 + $2) % ${#aims[@]}]}
  if [ "$aim" = waitingOnSentinelTable ] || one_of 6; then
    options+=(--defer-cutover)
  fi
  steps=()
  draw 4
  count=$((drawn + 1))
  for ((n = 1; n <= count; ++n)); do
    if ((n > 1)); then
      draw ${#aims[@]}
      aim=${aims[drawn]}
    fi
    aside=-
    if one_of 4; then
      draw 2
      aside=$((drawn + 1))
    fi
    ((n > 1)) && one_of 12 && aside=anew
    kind=at
    one_of 5 && kind=after
    one_of 12 && kind=freeze
    [ "$aim" = errCleanup ] && kind=stop
    case $kind in
      at)
        draw_delay "$aim"
        steps+=("at $aim $drawn $aside")
        ;;
      after)
        draw 400
        steps+=("after $drawn $aside")
        ;;
      freeze)
        [ "$aim" != initial ] || aim=copyRows # where it is surely the owner
        draw 400
        steps+=("freeze $aim $((drawn + 100)) -")
        break # the other run finishes the change
        ;;
      stop)
        draw $((order[close] - 1))
        aim=${states[drawn + 1]}
        draw 4
        steps+=("stop $aim $drawn $aside")
        ;;
    esac
  done
}

# The plan in one line, for people and for comparing.
plan_text() {
  local text="$change ${create_options[*]} ${options[*]}" step
  for step in "${steps[@]}"; do
    text+="; $step"
  done
  printf '%s\n' "$text"
}
