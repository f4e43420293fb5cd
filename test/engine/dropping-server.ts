/**
 * A server in C of one process that gives up its privileges late, and goes on when it may not. Its arguments say when and how:
 *
 * - `after=5`: five seconds after its start; `request=3`: with its third request; neither: never;
 * - `by=setuid`: groups, gid and uid; `by=setresuid`; `by=chroot`; `by=bounding`; `by=capset`: its capabilities alone; `by=child`: a worker that steps down and stays,
 *   `by=helper`: one that has ended before anyone can look; `by=narrow`: a fixed set that fails as a whole where one of it was not granted, then a worker in a jail;
 * - `strict`: it ends where one of these is refused; `exit=3`: its code at SIGTERM; `then=3`: from then on; `zombie`: a child that it never waits for; `restless`: another program each second.
 */
export const droppingServer = String.raw`
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int after = -1, request = -1, strict, code, then;
static const char *by = "setuid";
static void end(int signal) { _exit(code); }
static int is(const char *name) { return !strcmp(by, name); }

static int setuid_all(void) { return setgroups(0, 0) | setgid(65534) | setuid(65534); }

static int drop(void) {
  if (is("setresuid")) return setresgid(65534, 65534, 65534) | setresuid(65534, 65534, 65534);
  if (is("chroot")) return chroot("/srv") | chdir("/");
  if (is("bounding")) {
    int failed = 0;
    for (int capability = 0; capability < 40; capability++) failed |= prctl(PR_CAPBSET_DROP, capability);
    return failed;
  }
  if (is("capset")) {
    struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct none[2] = { 0 };
    return syscall(SYS_capset, &header, none);
  }
  if (is("narrow")) {
    struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
    unsigned set = 1u << CAP_CHOWN | 1u << CAP_DAC_OVERRIDE | 1u << CAP_KILL | 1u << CAP_SETGID | 1u << CAP_SETUID | 1u << CAP_SYS_CHROOT;
    struct __user_cap_data_struct some[2] = { { set, set, 0 } };
    (void)!syscall(SYS_capset, &header, some);
    if (!fork()) {
      if (chmod("/srv", 0700) | chown("/srv", 65534, 65534) || creat("/srv/own", 0600) < 0 || chroot("/srv") | chdir("/") | setuid_all()) _exit(1);
      for (;;) pause();
    }
    return 0;
  }
  if (is("child") || is("helper")) {
    if (!fork()) {
      if (setuid_all() && strict) _exit(1);
      if (is("child")) for (;;) pause();
      _exit(0);
    }
    return 0;
  }
  return setuid_all();
}

static void dropped(void) {
  after = request = -1;
  code = then ? then : code;
  if (drop() && strict) _exit(7);
}

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec + at.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  int restless = 0;
  for (int at = 1; at < argc; at++) {
    if (!strncmp(argv[at], "after=", 6)) after = atoi(argv[at] + 6);
    if (!strncmp(argv[at], "request=", 8)) request = atoi(argv[at] + 8);
    if (!strncmp(argv[at], "by=", 3)) by = argv[at] + 3;
    if (!strncmp(argv[at], "exit=", 5)) code = atoi(argv[at] + 5);
    if (!strncmp(argv[at], "then=", 5)) then = atoi(argv[at] + 5);
    if (!strcmp(argv[at], "strict")) strict = 1;
    if (!strcmp(argv[at], "restless")) restless = 1;
    if (!strcmp(argv[at], "zombie") && !fork()) _exit(0);
  }
  if (is("helper")) signal(SIGCHLD, SIG_IGN);
  signal(SIGTERM, end);
  double start = now(), last = start;
  int on = 1, server = socket(AF_INET, SOCK_STREAM, 0), served = 0;
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(8080) };
  bind(server, (struct sockaddr *)&at, sizeof at);
  listen(server, 64);
  for (int round = 0;;) {
    struct pollfd one = { .fd = server, .events = POLLIN };
    if (poll(&one, 1, 200) > 0) {
      int client = accept(server, 0, 0);
      char text[1024];
      struct timeval wait = { .tv_sec = 1 };
      setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
      if (read(client, text, sizeof text) > 0) {
        dprintf(client, "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nok\n");
        if (++served == request) dropped();
      }
      close(client);
    }
    if (after >= 0 && now() - start >= after) dropped();
    if (restless && now() - last >= 1) {
      last = now();
      gid_t groups[] = { 1000 + ++round };
      (void)!setgroups(1, groups);
    }
  }
}
`;
