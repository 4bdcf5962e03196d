/* Makes writes and syncs of the event log fail on demand. Preloaded into a server; the file that FAILING_DISK names says how:
   "sync" fails the next sync, once; "full" fails writes for as long as the file is there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int is_event_log(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strstr(path, "/events.db") != NULL;
}

static int asked_for(const char *what) {
  const char *control = getenv("FAILING_DISK");
  char text[16] = "";
  if (!control) return 0;
  int fd = open(control, O_RDONLY);
  if (fd < 0) return 0;
  ssize_t length = read(fd, text, sizeof text - 1);
  close(fd);
  return length > 0 && strncmp(text, what, strlen(what)) == 0;
}

static int sync_with(const char *name, int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, name);
  if (is_event_log(fd) && asked_for("sync")) {
    unlink(getenv("FAILING_DISK"));
    errno = EIO;
    return -1;
  }
  return real(fd);
}

int fsync(int fd) { return sync_with("fsync", fd); }
int fdatasync(int fd) { return sync_with("fdatasync", fd); }

#define WRITE(name, offset_type)                                                             \
  ssize_t name(int fd, const void *bytes, size_t count, offset_type offset) {                \
    ssize_t (*real)(int, const void *, size_t, offset_type) = dlsym(RTLD_NEXT, #name);       \
    if (is_event_log(fd) && asked_for("full")) {                                             \
      errno = ENOSPC;                                                                        \
      return -1;                                                                             \
    }                                                                                        \
    return real(fd, bytes, count, offset);                                                   \
  }
WRITE(pwrite, off_t)
WRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *bytes, size_t count) {
  ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  if (is_event_log(fd) && asked_for("full")) {
    errno = ENOSPC;
    return -1;
  }
  return real(fd, bytes, count);
}
