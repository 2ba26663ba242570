#!/usr/bin/env bash
# A virtual microphone for machines without a sound card: a private PulseAudio server with a null sink,
# whose monitor the program records through ALSA, as it records a real one.
#
#   fake-mic.sh FOLDER start          server and microphone; FOLDER/env then holds `export` lines
#   fake-mic.sh FOLDER play FILE.wav  speak; returns when the last sample has been played
#   fake-mic.sh FOLDER unplug|replug  remove the microphone, restore it
#   fake-mic.sh FOLDER mute|unmute    the microphone sends zeros
#   fake-mic.sh FOLDER freeze|thaw    the server hangs (SIGSTOP), and goes on
#   fake-mic.sh FOLDER crash          the server dies (SIGKILL); `start` brings another one
#   fake-mic.sh FOLDER stop           end the server
#
# Only a unix socket in FOLDER; no D-Bus, no network, no files of the user. Several
# may run side by side. Needs pulseaudio, pulseaudio-utils and ALSA's pulse plugin.
set -euo pipefail

folder=${1:?usage: fake-mic.sh FOLDER start|play|unplug|replug|mute|unmute|freeze|thaw|crash|stop}
verb=${2:?usage: fake-mic.sh FOLDER VERB}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
sink='module-null-sink sink_name=mouth rate=48000 channels=1 format=s16le norewinds=1'

load_env() { # shellcheck disable=SC1091
  . "$folder/env"
}

write_env() {
  cat >"$folder/env" <<X
export PULSE_SERVER=unix:$folder/socket
export PULSE_RUNTIME_PATH=$folder/runtime
export PULSE_STATE_PATH=$folder/state
export PULSE_COOKIE=$folder/cookie
export PULSE_CLIENTCONFIG=$folder/client.conf
export XDG_RUNTIME_DIR=$folder/runtime
export ALSA_CONFIG_PATH=$folder/asound.conf
unset PULSE_SOURCE PULSE_SINK DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY
X
  printf 'autospawn = no\nenable-shm = no\n' >"$folder/client.conf"
  printf '%s\n' '</usr/share/alsa/alsa.conf>' 'pcm.!default { type pulse }' 'ctl.!default { type pulse }' \
    >"$folder/asound.conf"
  cat >"$folder/server.pa" <<X
load-module module-native-protocol-unix auth-anonymous=1 auth-cookie-enabled=0 socket=$folder/socket
load-module $sink
set-default-sink mouth
set-default-source mouth.monitor
X
}

case $verb in
start)
  mkdir -p "$folder/runtime" "$folder/state"
  chmod 700 "$folder" "$folder/runtime"
  rm -f "$folder/socket"
  write_env
  load_env
  # Real-time priority is refused in most containers, and the tests should not need it.
  HOME=$folder TMPDIR=$folder setsid pulseaudio -n --daemonize=no --use-pid-file=no --exit-idle-time=-1 \
    --realtime=no --high-priority=no --disable-shm=yes -F "$folder/server.pa" \
    --log-target=file:"$folder/log" </dev/null >/dev/null 2>&1 &
  echo $! >"$folder/pid"
  for _ in $(seq 150); do
    if [ -S "$folder/socket" ] && timeout 2 pactl info >/dev/null 2>&1; then exit 0; fi
    kill -0 "$(cat "$folder/pid")" 2>/dev/null || break
    sleep 0.1
  done
  echo "the sound server did not start:" >&2
  cat "$folder/log" >&2 || true
  exit 1 ;;
play) # A second of latency, so that the player does not stutter on a busy machine.
  load_env; exec paplay --device=mouth --latency-msec=1000 "$3" ;;
unplug) load_env; pactl unload-module module-null-sink ;;
replug)
  load_env
  # shellcheck disable=SC2086 # a list of arguments
  pactl load-module $sink >/dev/null
  pactl set-default-sink mouth
  pactl set-default-source mouth.monitor ;;
mute) load_env; pactl set-source-mute mouth.monitor 1 ;;
unmute) load_env; pactl set-source-mute mouth.monitor 0 ;;
freeze) kill -STOP "$(cat "$folder/pid")" ;;
thaw) kill -CONT "$(cat "$folder/pid")" ;;
crash) kill -KILL "$(cat "$folder/pid")" ;;
stop)
  server=$(cat "$folder/pid" 2>/dev/null || true)
  [ -n "$server" ] || exit 0
  kill -CONT "$server" 2>/dev/null || exit 0
  kill "$server" 2>/dev/null || true
  for _ in $(seq 30); do kill -0 "$server" 2>/dev/null || exit 0; sleep 0.1; done
  kill -KILL "$server" 2>/dev/null || true ;;
*) echo "fake-mic.sh: no verb '$verb'" >&2; exit 2 ;;
esac
