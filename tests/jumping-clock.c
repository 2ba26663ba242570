/* Loaded before the system's library: a wall clock that is a day ahead, a day behind, a day ahead, … each
 * time it is read. The clock that only ever counts up is left alone, as by a time server. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now) {
  static int reads;
  int result = (int)syscall(SYS_clock_gettime, clock, now);
  if (result == 0 && clock == CLOCK_REALTIME) {
    now->tv_sec += reads++ % 2 == 0 ? 86400 : -86400;
  }
  return result;
}
