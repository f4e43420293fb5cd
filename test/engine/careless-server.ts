/**
 * A server in C whose worker gives up what it has, and goes on when it may not: what careful programs refuse, these do in silence. Its
 * answer is the same in every case. Its argument says how:
 *
 * - none: a jail, no bounding set, no groups, another user;
 * - `helper`: the worker asks a helper at each request, which steps down so and has ended before the answer comes;
 * - `fork`: a child for each request, which steps down and answers after a moment;
 * - `stage`: it executes itself once more after it stepped down;
 * - `deleted`: the same, from a copy that is removed while it runs;
 * - `thread`: all but one of two threads step down, as setuid(2) does without a C library;
 * - `random`: a user and a jail of its own at each start;
 * - `late`: it steps down half a second after its port is open;
 * - `two`: two workers, of which the first stays root and the second does not.
 */
export const carelessServer = String.raw`
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t worker, first;
static const char *how = "";
static void end(int signal) { kill(worker, SIGKILL); if (first) kill(first, SIGKILL); _exit(0); }
static int is(const char *name) { return !strcmp(how, name); }

static void step_down(int id) {
  (void)!setgroups(0, 0);
  (void)!setgid(id);
  (void)!setuid(id);
}

static void *lone(void *_) {
  syscall(SYS_setgid, 33);
  syscall(SYS_setuid, 33);
  for (;;) pause();
  return _;
}

static void copy(const char *from, const char *to) {
  char text[65536];
  int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT, 0755);
  for (ssize_t n; (n = read(in, text, sizeof text)) > 0;) (void)!write(out, text, n);
  close(out);
}

static void serve(int server) {
  for (;;) {
    int client = accept(server, 0, 0);
    char text[1024];
    if (read(client, text, sizeof text) > 0) {
      if (is("helper")) {
        pid_t helper = fork();
        if (!helper) { execl("/server", "/server", "down", (char *)0); _exit(1); }
        waitpid(helper, 0, 0);
      }
      pid_t child = is("fork") ? fork() : 0;
      if (!child) {
        if (is("fork")) { step_down(33); usleep(50000); }
        dprintf(client, "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nok\n");
        if (is("fork")) _exit(0);
      } else waitpid(child, 0, 0);
    }
    close(client);
  }
}

int main(int argc, char **argv) {
  if (argc > 1) how = argv[1];
  if (is("down")) { step_down(33); return 0; }
  if (is("again")) { if (argc > 3) unlink(argv[3]); serve(atoi(argv[2])); }
  int on = 1, server = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(8080) };
  bind(server, (struct sockaddr *)&at, sizeof at);
  listen(server, 16);
  signal(SIGTERM, end);
  if (is("two") && !(first = fork())) for (;;) pause();
  worker = fork();
  if (worker) for (;;) pause();
  // A name is not an identity.
  prctl(PR_SET_NAME, "master");
  if (argc == 1) {
    (void)!chroot("/srv");
    (void)!chdir("/");
    for (int capability = 0; capability < 64; capability++) prctl(PR_CAPBSET_DROP, capability);
    step_down(33);
  } else if (is("stage") || is("deleted")) {
    char number[16];
    const char *self = is("stage") ? "/server" : "/srv/copy";
    sprintf(number, "%d", server);
    if (is("deleted")) copy("/server", self);
    step_down(33);
    execl(self, self, "again", number, is("deleted") ? self : (char *)0, (char *)0);
  } else if (is("thread")) {
    pthread_t thread;
    pthread_create(&thread, 0, lone, 0);
    syscall(SYS_setgid, 34);
    syscall(SYS_setuid, 34);
  } else if (is("random")) {
    char jail[] = "/srv/XXXXXX";
    unsigned short id;
    (void)!getrandom(&id, sizeof id, 0);
    (void)!mkdtemp(jail);
    chmod(jail, 0755);
    (void)!chroot(jail);
    step_down(10000 + id % 40000);
  } else if (is("late")) {
    usleep(500000);
    step_down(33);
  } else if (is("two")) step_down(33);
  serve(server);
}
`;
