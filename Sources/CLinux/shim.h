#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

/* Declared by the C library for GNU sources only. */
int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
void *memmem(const void *text, size_t count, const void *part, size_t part_count);

/* SIG_IGN is a cast, which Swift cannot read. */
static inline void clinux_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }
