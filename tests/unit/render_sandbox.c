/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The walls themselves, compiled into this program and tried by children of
 * its own: what a drawing needs works, everything else kills. The product has
 * no door for this test.
 */
#include "../../server/workers/render/sandbox.c"
#include <arpa/inet.h>
#include <glib.h>
#include <sys/socket.h>
#include <sys/wait.h>

typedef void (*Deed)(void);

static Sandbox sandbox;

static bool threads; /* the next child may make them */

/* The wait status of a child that enters and does it; 0 when it came out well. */
static int status_of(Deed deed)
{
    pid_t child = fork();
    g_assert_cmpint(child, >=, 0);
    if (child == 0) {
        SandboxLimits limits = {.memory_bytes = 1u << 30, .processor_seconds = 20, .threads = threads};
        if (!sandbox_enter(&sandbox, &limits))
            _exit(99);
        deed();
        _exit(0);
    }
    int status = 0;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    return status;
}

static void assert_killed(Deed deed)
{
    int status = status_of(deed);
    g_assert_true(WIFSIGNALED(status));
    g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
}

static void assert_lives(Deed deed)
{
    g_assert_cmpint(status_of(deed), ==, 0);
}

static void do_nothing(void) {}
static void open_to_write(void)
{
    open("/tmp/nghisu-sandbox", O_WRONLY | O_CREAT, 0600);
}
static void open_to_append(void)
{
    open("/dev/null", O_RDONLY | O_APPEND);
}
static void open_unnamed(void)
{
    open("/tmp", O_TMPFILE | O_RDWR, 0600);
}
static void make_socket(void)
{
    socket(AF_INET, SOCK_STREAM, 0);
}
static void make_socketpair(void)
{
    int pair[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}
static void run_program(void)
{
    execl("/bin/true", "true", NULL);
}
static void fork_again(void)
{
    fork();
}
static void kill_someone(void)
{
    kill(getppid(), SIGTERM);
}
static void trace_itself(void)
{
    syscall(SYS_ptrace, 0, 0, 0, 0);
}
static void send_bytes(void)
{
    send(PAGES_CHANNEL_FD, "x", 1, 0);
}
static void write_elsewhere(void)
{
    if (write(7, "x", 1) < 0)
        return;
}
static void new_namespace(void)
{
    unshare(CLONE_NEWUSER);
}
static void raise_others_limit(void)
{
    syscall(SYS_prlimit64, getppid(), RLIMIT_CPU, NULL, NULL);
}
static void read_password_file(void)
{
    if (open("/etc/passwd", O_RDONLY) >= 0)
        _exit(1);
}
static void make_code(void)
{
    if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
        _exit(1);
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED || mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0)
        _exit(2);
}
#ifndef NGHISU_SANITIZE /* address space is not limited there */
static void take_too_much(void)
{
    if (mmap(NULL, (size_t)2 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
        _exit(1);
}
#endif
static void raise_hard_limit(void)
{
    struct rlimit wanted = {600, 600};
    if (setrlimit(RLIMIT_CPU, &wanted) == 0)
        _exit(1);
}
static void spin(void)
{
    setrlimit(RLIMIT_CPU, &(struct rlimit){1, 2});
    for (volatile unsigned i = 0;; i++)
        ;
}
static void read_a_font(void)
{
    int fd = open("/usr/share/fonts", O_RDONLY | O_DIRECTORY);
    if (fd < 0)
        _exit(1);
    close(fd);
    free(malloc(100 << 20));
    sandbox_allow_seconds(5);
}

static gpointer thread_run(gpointer data)
{
    free(malloc(1 << 20));
    return data;
}
static void make_thread(void)
{
    if (g_thread_join(g_thread_new("a name", thread_run, &sandbox)) != &sandbox)
        _exit(1);
}
static void open_to_write_in_a_thread(void)
{
    g_thread_join(g_thread_new("a name", (GThreadFunc)(void (*)(void))open_to_write, NULL));
}

/* A printer's threads, and no more than those. */
static void sandbox__lets_only_printing_make_threads(void)
{
    assert_killed(make_thread);
    threads = true;
    assert_lives(make_thread);
    assert_lives(read_a_font);
    assert_lives(make_code);
    assert_killed(fork_again);
    assert_killed(run_program);
    assert_killed(make_socket);
    assert_killed(new_namespace);
    assert_killed(open_to_write);
    assert_killed(open_to_write_in_a_thread);
    threads = false;
}

static void sandbox__lets_drawing_live(void)
{
    assert_lives(do_nothing);
    assert_lives(read_a_font);
}
static void sandbox__kills_writing(void)
{
    assert_killed(open_to_write);
    assert_killed(open_to_append);
    assert_killed(open_unnamed);
    assert_killed(write_elsewhere);
    g_assert_false(g_file_test("/tmp/nghisu-sandbox", G_FILE_TEST_EXISTS));
}
static void sandbox__kills_network(void)
{
    assert_killed(make_socket);
    assert_killed(make_socketpair);
    assert_killed(send_bytes);
}
static void sandbox__kills_new_processes(void)
{
    assert_killed(run_program);
    assert_killed(fork_again);
    assert_killed(new_namespace);
}
static void sandbox__kills_reaching_for_others(void)
{
    assert_killed(kill_someone);
    assert_killed(trace_itself);
    assert_killed(raise_others_limit);
}
static void sandbox__hides_other_files(void)
{
    if (sandbox.landlock < 0)
        g_test_skip("this kernel has no Landlock");
    else
        assert_lives(read_password_file);
}
static void sandbox__makes_no_code(void)
{
    assert_lives(make_code);
}
static void sandbox__holds_limits(void)
{
#ifndef NGHISU_SANITIZE
    assert_lives(take_too_much);
#endif
    assert_lives(raise_hard_limit);
    int status = status_of(spin);
    g_assert_true(WIFSIGNALED(status));
    g_assert_cmpint(WTERMSIG(status), ==, SIGXCPU);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(sandbox_prepare(&sandbox));
    g_test_add_func("/sandbox/lets_drawing_live", sandbox__lets_drawing_live);
    g_test_add_func("/sandbox/lets_only_printing_make_threads", sandbox__lets_only_printing_make_threads);
    g_test_add_func("/sandbox/kills_writing", sandbox__kills_writing);
    g_test_add_func("/sandbox/kills_network", sandbox__kills_network);
    g_test_add_func("/sandbox/kills_new_processes", sandbox__kills_new_processes);
    g_test_add_func("/sandbox/kills_reaching_for_others", sandbox__kills_reaching_for_others);
    g_test_add_func("/sandbox/hides_other_files", sandbox__hides_other_files);
    g_test_add_func("/sandbox/makes_no_code", sandbox__makes_no_code);
    g_test_add_func("/sandbox/holds_limits", sandbox__holds_limits);
    return g_test_run();
}
