/* The work of Debian's C client on the server that the first argument names. Prints "passed", or says what was otherwise and where. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zookeeper/zookeeper.h>

#define SECONDS_AT_MOST 20
#define EVENTS_AT_MOST 16

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t news = PTHREAD_COND_INITIALIZER;
static int connected;
static int auth_result = 1;
static struct { int type; char path[64]; } seen[EVENTS_AT_MOST];
static int seen_count;

#define MUST(fact) do { if (!(fact)) { fprintf(stderr, "line %d: not so: %s\n", __LINE__, #fact); exit(1); } } while (0)
#define OK(call) do { int rc_ = (call); if (rc_ != ZOK) { fprintf(stderr, "line %d: %s: %s\n", __LINE__, #call, zerror(rc_)); exit(1); } } while (0)

static void on_event(zhandle_t *zh, int type, int state, const char *path, void *context)
{
    (void)zh;
    (void)context;
    pthread_mutex_lock(&lock);
    if (type == ZOO_SESSION_EVENT) {
        if (state == ZOO_CONNECTED_STATE) connected++;
    } else if (seen_count < EVENTS_AT_MOST) {
        seen[seen_count].type = type;
        snprintf(seen[seen_count].path, sizeof seen[seen_count].path, "%s", path);
        seen_count++;
    }
    pthread_cond_broadcast(&news);
    pthread_mutex_unlock(&lock);
}

static void on_auth(int rc, const void *context)
{
    (void)context;
    pthread_mutex_lock(&lock);
    auth_result = rc;
    pthread_cond_broadcast(&news);
    pthread_mutex_unlock(&lock);
}

/* Waits until a counter has at least this value; 0: it had not in time. */
static int reaches(const int *counter, int wanted)
{
    struct timespec until;
    int enough;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += SECONDS_AT_MOST;
    pthread_mutex_lock(&lock);
    while (*counter < wanted && pthread_cond_timedwait(&news, &lock, &until) == 0) { }
    enough = *counter >= wanted;
    pthread_mutex_unlock(&lock);
    return enough;
}

static int auth_was_answered(void)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += SECONDS_AT_MOST;
    pthread_mutex_lock(&lock);
    while (auth_result > 0 && pthread_cond_timedwait(&news, &lock, &until) == 0) { }
    pthread_mutex_unlock(&lock);
    return auth_result == ZOK;
}

static zhandle_t *begin(const char *hosts, const clientid_t *again)
{
    int before = connected;
    zhandle_t *zh = zookeeper_init(hosts, on_event, 10000, again, NULL, 0);
    MUST(zh != NULL);
    MUST(reaches(&connected, before + 1));
    return zh;
}

static void znodes(zhandle_t *zh)
{
    char path[64];
    char data[64];
    int length = sizeof data;
    struct Stat stat;
    struct String_vector names;
    OK(zoo_create(zh, "/a", "one", 3, &ZOO_OPEN_ACL_UNSAFE, 0, path, sizeof path));
    MUST(strcmp(path, "/a") == 0);
    MUST(zoo_create(zh, "/a", "one", 3, &ZOO_OPEN_ACL_UNSAFE, 0, path, sizeof path) == ZNODEEXISTS);
    OK(zoo_create2(zh, "/a/s-", NULL, -1, &ZOO_OPEN_ACL_UNSAFE, ZOO_EPHEMERAL | ZOO_SEQUENCE, path, sizeof path, &stat));
    MUST(strcmp(path, "/a/s-0000000000") == 0);
    MUST(stat.ephemeralOwner == zoo_client_id(zh)->client_id);
    OK(zoo_get(zh, "/a", 0, data, &length, &stat));
    MUST(length == 3 && memcmp(data, "one", 3) == 0 && stat.version == 0 && stat.numChildren == 1);
    length = sizeof data;
    OK(zoo_get(zh, path, 0, data, &length, &stat));
    MUST(length == -1);
    OK(zoo_set2(zh, "/a", "two", 3, 0, &stat));
    MUST(stat.version == 1);
    MUST(zoo_set(zh, "/a", "three", 5, 0) == ZBADVERSION);
    OK(zoo_create(zh, "/a/b", "", 0, &ZOO_OPEN_ACL_UNSAFE, 0, path, sizeof path));
    OK(zoo_get_children2(zh, "/a", 0, &names, &stat));
    MUST(names.count == 2 && stat.cversion == 2);
    deallocate_String_vector(&names);
    OK(zoo_get_children(zh, "/a/b", 0, &names));
    MUST(names.count == 0);
    deallocate_String_vector(&names);
    MUST(zoo_delete(zh, "/a", -1) == ZNOTEMPTY);
    OK(zoo_delete(zh, "/a/b", 0));
    MUST(zoo_exists(zh, "/a/b", 0, &stat) == ZNONODE);
}

static void watches(zhandle_t *zh)
{
    struct Stat stat;
    struct String_vector names;
    char data[8];
    int length = sizeof data;
    MUST(zoo_wexists(zh, "/w", on_event, NULL, &stat) == ZNONODE);
    OK(zoo_create(zh, "/w", "0", 1, &ZOO_OPEN_ACL_UNSAFE, 0, NULL, 0));
    MUST(reaches(&seen_count, 1));
    OK(zoo_wget(zh, "/w", on_event, NULL, data, &length, &stat));
    OK(zoo_set(zh, "/w", "1", 1, -1));
    OK(zoo_set(zh, "/w", "2", 1, -1));
    MUST(reaches(&seen_count, 2));
    OK(zoo_wget_children(zh, "/w", on_event, NULL, &names));
    deallocate_String_vector(&names);
    OK(zoo_create(zh, "/w/x", "", 0, &ZOO_OPEN_ACL_UNSAFE, 0, NULL, 0));
    MUST(reaches(&seen_count, 3));
    MUST(seen[0].type == ZOO_CREATED_EVENT && seen[1].type == ZOO_CHANGED_EVENT && seen[2].type == ZOO_CHILD_EVENT);
    MUST(strcmp(seen[0].path, "/w") == 0 && strcmp(seen[1].path, "/w") == 0 && strcmp(seen[2].path, "/w") == 0);
}

static void transactions(zhandle_t *zh)
{
    zoo_op_t ops[5];
    zoo_op_result_t results[5];
    char path[64];
    struct Stat stat;
    zoo_create_op_init(&ops[0], "/t", "x", 1, &ZOO_OPEN_ACL_UNSAFE, 0, path, sizeof path);
    zoo_create_op_init(&ops[1], "/t/one", "1", 1, &ZOO_OPEN_ACL_UNSAFE, 0, NULL, 0);
    zoo_set_op_init(&ops[2], "/t", "y", 1, 0, &stat);
    zoo_check_op_init(&ops[3], "/t", 1);
    zoo_delete_op_init(&ops[4], "/t/one", -1);
    OK(zoo_multi(zh, 5, ops, results));
    MUST(strcmp(path, "/t") == 0 && stat.version == 1);
    zoo_create_op_init(&ops[0], "/u", "x", 1, &ZOO_OPEN_ACL_UNSAFE, 0, NULL, 0);
    zoo_check_op_init(&ops[1], "/t", 9);
    MUST(zoo_multi(zh, 2, ops, results) == ZBADVERSION);
    MUST(results[1].err == ZBADVERSION);
    MUST(zoo_exists(zh, "/u", 0, &stat) == ZNONODE);
}

static void credentials(zhandle_t *zh, const char *hosts)
{
    struct ACL_vector acl;
    struct Stat stat;
    char data[8];
    int length = sizeof data;
    zhandle_t *other;
    OK(zoo_add_auth(zh, "digest", "ann:secret", 10, on_auth, NULL));
    MUST(auth_was_answered());
    OK(zoo_create(zh, "/p", "x", 1, &ZOO_CREATOR_ALL_ACL, 0, NULL, 0));
    other = begin(hosts, NULL);
    MUST(zoo_get(other, "/p", 0, data, &length, &stat) == ZNOAUTH);
    OK(zookeeper_close(other));
    length = sizeof data;
    OK(zoo_get(zh, "/p", 0, data, &length, &stat));
    OK(zoo_get_acl(zh, "/p", &acl, &stat));
    MUST(acl.count == 1 && strcmp(acl.data[0].id.scheme, "digest") == 0);
    deallocate_ACL_vector(&acl);
}

/* A process that ends without a word leaves its session behind. Never returns. */
static void leave_session(const char *hosts, int to)
{
    zhandle_t *zh = begin(hosts, NULL);
    OK(zoo_create(zh, "/keep", "", 0, &ZOO_OPEN_ACL_UNSAFE, ZOO_EPHEMERAL, NULL, 0));
    MUST(write(to, zoo_client_id(zh), sizeof(clientid_t)) == sizeof(clientid_t));
    _exit(0);
}

/* The session of a process that is gone goes on in this one; only its end takes its ephemeral znode away. Before any thread, as it forks. */
static void resumes(const char *hosts)
{
    struct Stat stat;
    clientid_t id;
    int ends[2];
    int status;
    zhandle_t *again;
    zhandle_t *other;
    pid_t child;
    MUST(pipe(ends) == 0);
    child = fork();
    MUST(child >= 0);
    if (child == 0) leave_session(hosts, ends[1]);
    MUST(waitpid(child, &status, 0) == child && status == 0);
    MUST(read(ends[0], &id, sizeof id) == sizeof id);
    again = begin(hosts, &id);
    MUST(zoo_client_id(again)->client_id == id.client_id);
    OK(zoo_exists(again, "/keep", 0, &stat));
    MUST(stat.ephemeralOwner == id.client_id);
    OK(zookeeper_close(again));
    other = begin(hosts, NULL);
    MUST(zoo_exists(other, "/keep", 0, &stat) == ZNONODE);
    OK(zookeeper_close(other));
}

int main(int argc, char **argv)
{
    zhandle_t *zh;
    if (argc != 2) return 64;
    zoo_set_debug_level(ZOO_LOG_LEVEL_ERROR);
    resumes(argv[1]);
    zh = begin(argv[1], NULL);
    znodes(zh);
    watches(zh);
    transactions(zh);
    credentials(zh, argv[1]);
    OK(zookeeper_close(zh));
    puts("passed");
    return 0;
}
