/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many members of one meeting, as real sockets: each an event stream with its own session, all read by one epoll loop. Driven by lines on
 * standard input, one line of JSON each on standard output. It knows neither the API nor nchan: requests and the words to wait for are
 * given to it, so that both sides of a comparison are measured by the same code.
 *
 *   open COUNT PORT FROM READY FILE     COUNT streams; the request of number FROM+i is line FROM+i of FILE, \n in it as \\n; up when READY
 * came fire PORT MARK REQUEST              one request on a line of its own; the time until its answer, and until MARK has come on each
 * stream crowd COUNT PORT FROM SECONDS FILE  COUNT requests spread evenly over SECONDS (0: at once), each on a line of its own; times of
 * the answers drain                               forgets the bytes counted so far and waits until nothing more comes close ends all
 * streams
 */
#include <arpa/inet.h>
#include <errno.h>
#include <glib.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    FILLED_MOST = 4096,
    EVENTS = 512,
    GIVE_UP_SECONDS = 30,
    CONNECTING_MOST = 4000,
    FIRST_RETRY_MS = 250,
    LONGEST_RETRY_MS = 5000,
    HOSTS = 200
};

typedef struct Client {
    int fd;
    guint number;     /* line of the file */
    gboolean up, has; /* READY came; MARK came */
    gint64 at;        /* of the request, the mark or the next try, µs */
    guint failures;   /* of the way to READY */
    gsize kept;       /* bytes of `tail` */
    char tail[FILLED_MOST];
} Client;

static int epoll = -1;
static Client *clients;
static guint client_count;
static int stream_port;
static char *ready;
static GPtrArray *lines; /* requests */
static guint64 bytes_in, closed_count, refused_count;

static gint64 now_us(void)
{
    return g_get_monotonic_time();
}

static int line_open(int port, guint number)
{
    /* One address has 28,000 ports: more members than that, or old ones in TIME_WAIT, come from several of this machine's own. */
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000100U + number % HOSTS)};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((guint16)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (fd < 0 || bind(fd, (struct sockaddr *)&from, sizeof from) != 0 ||
        (connect(fd, (struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS)) {
        perror("socket");
        exit(1);
    }
    return fd;
}

static void watch(int fd, guint32 events, guint number, gboolean fresh)
{
    struct epoll_event event = {.events = events, .data.u32 = number};
    epoll_ctl(epoll, fresh ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event);
}

static void send_all(int fd, const char *text)
{
    gsize length = strlen(text);
    if (send(fd, text, length, MSG_NOSIGNAL) != (ssize_t)length)
        return; /* the line is gone, which its reading shows */
}

static void client_close(Client *client)
{
    if (client->fd >= 0)
        close(client->fd);
    client->fd = -1;
    client->up = FALSE;
    client->kept = 0;
}

/* As a page does it: doubling from 250 ms to 5 s, with jitter. */
static void client_later(Client *client)
{
    client_close(client);
    gint64 ceiling = MIN(LONGEST_RETRY_MS, FIRST_RETRY_MS << MIN(client->failures, 10U));
    client->failures++;
    client->at = now_us() + (gint64)((double)ceiling * g_random_double_range(500, 1000));
}

static void client_open(Client *client)
{
    client->fd = line_open(stream_port, client->number);
    watch(client->fd, EPOLLOUT, (guint)(client - clients), TRUE);
}

/* The words may come in two pieces: the end of what was read is kept. TRUE: they came. */
static gboolean client_read(Client *client, const char *word)
{
    gboolean found = FALSE;
    for (;;) {
        ssize_t got = recv(client->fd, client->tail + client->kept, FILLED_MOST - client->kept, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            return found;
        if (got <= 0) {
            closed_count++;
            client_later(client);
            return found;
        }
        bytes_in += (guint64)got;
        gsize length = client->kept + (gsize)got, word_length = word ? strlen(word) : 0;
        if (word && memmem(client->tail, length, word, word_length))
            found = TRUE;
        /* before it is up all is kept, so that a refusal can be read */
        gsize keep = !word || found ? 0 : !client->up && length < FILLED_MOST / 2 ? length : MIN(length, word_length - 1);
        memmove(client->tail, client->tail + length - keep, keep);
        client->kept = keep;
        if (length < FILLED_MOST)
            return found; /* a level-triggered epoll comes again */
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void times_print(double *ms, guint count, const char *name)
{
    qsort(ms, count, sizeof *ms, by_size);
    printf("\"%s\":{\"count\":%u,\"p50\":%.2f,\"p99\":%.2f,\"last\":%.2f}", name, count, count ? ms[count / 2] : 0,
           count ? ms[MIN(count - 1, count * 99 / 100)] : 0, count ? ms[count - 1] : 0);
}

static void lines_read(const char *path)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        fprintf(stderr, "no file %s\n", path);
        exit(1);
    }
    g_ptr_array_set_size(lines, 0);
    g_auto(GStrv) rows = g_strsplit(text, "\n", -1);
    for (char **row = rows; *row && **row; row++)
        g_ptr_array_add(lines, g_strcompress(*row));
}

static void streams_open(guint count, int port, guint from, const char *word, const char *path)
{
    lines_read(path);
    g_free(ready);
    ready = g_strdup(word);
    stream_port = port;
    for (guint i = 0; i < client_count; i++)
        client_close(&clients[i]); /* what a stopped server left behind */
    g_free(clients);
    clients = g_new0(Client, count);
    client_count = count;
    refused_count = closed_count = 0;
    guint begun = 0, up = 0, open = 0;
    double *ms = g_new(double, count);
    gint64 start = now_us();
    for (guint i = 0; i < count; i++)
        clients[i] = (Client){.fd = -1, .number = from + i, .at = start};
    while (up < count && now_us() - start < (gint64)GIVE_UP_SECONDS * G_USEC_PER_SEC) {
        struct epoll_event events[EVENTS];
        gint64 now = now_us();
        for (guint i = 0; i < count && open - up < CONNECTING_MOST; i++)
            if (clients[i].fd < 0 && clients[i].at <= now) {
                client_open(&clients[i]);
                begun++;
                open++;
            }
        int got = epoll_wait(epoll, events, EVENTS, 20);
        for (int i = 0; i < got; i++) {
            Client *client = &clients[events[i].data.u32];
            if (client->fd < 0)
                continue;
            gboolean was_up = client->up;
            if (events[i].events & EPOLLOUT) {
                watch(client->fd, EPOLLIN | EPOLLRDHUP, (guint)(client - clients), FALSE);
                send_all(client->fd, lines->pdata[client->number % lines->len]);
                continue;
            }
            if (!client->up && client_read(client, ready)) {
                client->up = TRUE;
                client->failures = 0;
                ms[up++] = (double)(now_us() - start) / 1000;
            } else if (client->up)
                client_read(client, NULL);
            if (client->fd >= 0 && !client->up && client->kept && memmem(client->tail, client->kept, "HTTP/1.1 ", 9) &&
                !memmem(client->tail, client->kept, " 200 ", 5)) {
                if (!refused_count++)
                    fprintf(stderr, "refused: %.*s\n", (int)client->kept, client->tail);
                client_later(client);
            }
            if (client->fd < 0) {
                open--;
                up -= was_up;
            }
        }
    }
    printf("{");
    times_print(ms, up, "up");
    printf(",\"tries\":%u,\"refused\":%" G_GUINT64_FORMAT ",\"broken\":%" G_GUINT64_FORMAT "}\n", begun, refused_count, closed_count);
    g_free(ms);
}

/* Reads what comes on the streams until `until`, or until nothing has come for `quiet` µs. */
static void streams_read(gint64 until, gint64 quiet)
{
    gint64 last = now_us();
    while (now_us() < until && now_us() - last < quiet) {
        struct epoll_event events[EVENTS];
        int got = epoll_wait(epoll, events, EVENTS, 20);
        for (int i = 0; i < got; i++)
            if (events[i].data.u32 < client_count && clients[events[i].data.u32].fd >= 0)
                client_read(&clients[events[i].data.u32], NULL);
        last = got > 0 ? now_us() : last;
    }
}

static void fire(int port, const char *mark, const char *request)
{
    g_autofree char *text = g_strcompress(request);
    int fd = line_open(port, 0);
    struct epoll_event events[EVENTS];
    guint told = 0, expected = 0;
    double answer = 0, *ms = g_new(double, client_count + 1);
    for (guint i = 0; i < client_count; i++) {
        clients[i].has = FALSE;
        clients[i].kept = 0;
        expected += clients[i].up;
    }
    g_usleep(1000); /* connected */
    guint64 before = bytes_in;
    char reply[65536];
    int status = 0;
    watch(fd, EPOLLIN, G_MAXUINT32, TRUE);
    gint64 start = now_us();
    send_all(fd, text);
    while ((told < expected || !status) && now_us() - start < (gint64)GIVE_UP_SECONDS * G_USEC_PER_SEC) {
        int got = epoll_wait(epoll, events, EVENTS, 1000);
        for (int i = 0; i < got; i++) {
            if (events[i].data.u32 == G_MAXUINT32) {
                ssize_t size = recv(fd, reply, sizeof reply - 1, 0);
                reply[MAX(size, 0)] = 0;
                if (!status) {
                    answer = (double)(now_us() - start) / 1000;
                    status = size > 12 ? atoi(reply + 9) : -1;
                }
                if (size <= 0)
                    epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
                continue;
            }
            Client *client = &clients[events[i].data.u32];
            if (client->fd >= 0 && client_read(client, client->has ? NULL : mark)) {
                client->has = TRUE;
                ms[told++] = (double)(now_us() - start) / 1000;
            }
        }
    }
    close(fd);
    printf("{\"status\":%d,\"answer\":%.2f,\"bytes\":%.0f,", status, answer, expected ? (double)(bytes_in - before) / expected : 0);
    times_print(ms, told, "told");
    printf("}\n");
    g_free(ms);
}

static void crowd(guint count, int port, guint from, double seconds, const char *path)
{
    lines_read(path);
    Client *sent = g_new0(Client, count);
    double *ms = g_new(double, count);
    guint begun = 0, over = 0, good = 0;
    GHashTable *statuses = g_hash_table_new(NULL, NULL);
    int streams = epoll;
    epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event outer = {.events = EPOLLIN, .data.u32 = G_MAXUINT32};
    epoll_ctl(epoll, EPOLL_CTL_ADD, streams, &outer);
    gint64 start = now_us(), until = start + (gint64)GIVE_UP_SECONDS * G_USEC_PER_SEC;
    while (over < count && now_us() < until) {
        struct epoll_event events[EVENTS];
        for (; begun < count && begun - over < CONNECTING_MOST && now_us() >= start + (gint64)(seconds * 1e6 * begun / count); begun++) {
            sent[begun] = (Client){.number = from + begun, .at = start + (gint64)(seconds * 1e6 * begun / count)};
            sent[begun].fd = line_open(port, from + begun);
            watch(sent[begun].fd, EPOLLOUT, begun, TRUE);
        }
        int got = epoll_wait(epoll, events, EVENTS, 1);
        for (int i = 0; i < got; i++) {
            if (events[i].data.u32 == G_MAXUINT32) { /* the members' streams, read beside */
                struct epoll_event inner[EVENTS];
                int some = epoll_wait(streams, inner, EVENTS, 0);
                for (int k = 0; k < some; k++)
                    if (clients[inner[k].data.u32].fd >= 0)
                        client_read(&clients[inner[k].data.u32], NULL);
                continue;
            }
            Client *client = &sent[events[i].data.u32];
            if (events[i].events & EPOLLOUT) {
                watch(client->fd, EPOLLIN, events[i].data.u32, FALSE);
                send_all(client->fd, lines->pdata[client->number % lines->len]);
                continue;
            }
            ssize_t size = recv(client->fd, client->tail, FILLED_MOST - 1, 0);
            client->tail[MAX(size, 0)] = 0;
            int status = size > 12 ? atoi(client->tail + 9) : -1;
            g_hash_table_insert(statuses, GINT_TO_POINTER(status),
                                GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(statuses, GINT_TO_POINTER(status))) + 1));
            ms[over++] = (double)(now_us() - client->at) / 1000;
            good += status >= 200 && status < 300;
            close(client->fd);
        }
    }
    double taken = (double)(now_us() - start) / 1000;
    close(epoll);
    epoll = streams;
    printf("{\"good\":%u,\"ms\":%.1f,\"statuses\":{", good, taken);
    GHashTableIter iter;
    gpointer status = NULL, number = NULL;
    const char *comma = "";
    g_hash_table_iter_init(&iter, statuses);
    for (; g_hash_table_iter_next(&iter, &status, &number); comma = ",")
        printf("%s\"%d\":%d", comma, GPOINTER_TO_INT(status), GPOINTER_TO_INT(number));
    printf("},");
    times_print(ms, over, "answered");
    printf("}\n");
    g_hash_table_unref(statuses);
    g_free(ms);
    g_free(sent);
}

int main(void)
{
    struct rlimit limit = {0};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    lines = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0) {
        g_auto(GStrv) words = g_strsplit(g_strchomp(line), "\t", -1);
        guint count = g_strv_length(words);
        if (strcmp(words[0], "open") == 0 && count == 6)
            streams_open((guint)atoi(words[1]), atoi(words[2]), (guint)atoi(words[3]), words[4], words[5]);
        else if (strcmp(words[0], "fire") == 0 && count == 4)
            fire(atoi(words[1]), words[2], words[3]);
        else if (strcmp(words[0], "crowd") == 0 && count == 6)
            crowd((guint)atoi(words[1]), atoi(words[2]), (guint)atoi(words[3]), g_ascii_strtod(words[4], NULL), words[5]);
        else if (strcmp(words[0], "drain") == 0) {
            bytes_in = 0;
            streams_read(now_us() + 10 * G_USEC_PER_SEC, G_USEC_PER_SEC / 5);
            printf("{\"bytes\":%" G_GUINT64_FORMAT "}\n", bytes_in);
        } else if (strcmp(words[0], "close") == 0) {
            for (guint i = 0; i < client_count; i++)
                client_close(&clients[i]);
            client_count = 0;
            printf("{}\n");
        } else
            printf("{\"problem\":\"not understood\"}\n");
        fflush(stdout);
    }
    return 0;
}
