namespace ChefActors.ZooKeeper.Embedded.Tests.ForeignClients;

/// <summary>kazoo has its own idea of the protocol: a codec that both our ends share would hide a mistake that both make.</summary>
[Trait("needs", "debian")]
public sealed class KazooTests
{
    private const string Prologue = """
        import sys, threading
        from kazoo.client import KazooClient
        from kazoo.exceptions import *
        from kazoo.security import make_digest_acl, make_acl
        hosts = sys.argv[1]
        zk = KazooClient(hosts=hosts, timeout=10.0)
        zk.start(timeout=15)

        """;

    [Fact]
    public Task Kazoo_creates_reads_sets_lists_and_deletes() => PassesAsync("""
        assert zk.create('/a', b'one') == '/a'
        path, stat = zk.create('/a/s-', b'', sequence=True, include_data=True)
        assert path == '/a/s-0000000000', path
        assert stat.czxid == stat.mzxid == stat.pzxid and stat.version == 0
        assert zk.create('/a/e', ephemeral=True) == '/a/e'
        data, stat = zk.get('/a')
        assert data == b'one' and stat.numChildren == 2 and stat.cversion == 2
        assert zk.set('/a', b'two', 0).version == 1
        try:
            zk.set('/a', b'three', 0); assert False
        except BadVersionError: pass
        assert sorted(zk.get_children('/a')) == ['e', 's-0000000000']
        assert zk.exists('/a/e').ephemeralOwner == zk.client_id[0]
        assert zk.exists('/none') is None
        try:
            zk.delete('/a'); assert False
        except NotEmptyError: pass
        try:
            zk.create('/a/e/x'); assert False
        except NoChildrenForEphemeralsError: pass
        assert zk.sync('/a') == '/a'
        zk.delete('/a', recursive=True)
        assert zk.exists('/a') is None
        assert zk.server_version()[:2] == (3, 8), zk.server_version()
        """);

    [Fact]
    public Task Kazoos_transactions_take_effect_whole_or_not_at_all() => PassesAsync("""
        t = zk.transaction()
        t.create('/t', b'x'); t.create('/t/one', b'1'); t.set_data('/t', b'y'); t.check('/t', 1); t.delete('/t/one')
        r = t.commit()
        assert r[0] == '/t' and r[1] == '/t/one' and r[2].version == 1 and r[3] is True and r[4] is True, r
        t = zk.transaction()
        t.create('/u'); t.check('/t', 9); t.delete('/u')
        r = t.commit()
        assert isinstance(r[0], RolledBackError) and isinstance(r[1], BadVersionError) and isinstance(r[2], RuntimeInconsistency), r
        assert zk.exists('/u') is None
        """);

    [Fact]
    public Task Kazoos_watches_fire_once_each_and_see_another_sessions_end() => PassesAsync("""
        other = KazooClient(hosts=hosts, timeout=10.0); other.start(timeout=15)
        seen, come = [], threading.Semaphore(0)
        def watch(e):
            seen.append((e.type, e.path)); come.release()
        assert zk.exists('/w', watch=watch) is None
        other.create('/w', b'', ephemeral=True); assert come.acquire(timeout=10)
        zk.get('/w', watch=watch); zk.get_children('/', watch=watch)
        other.set('/w', b'1'); assert come.acquire(timeout=10)
        other.set('/w', b'2')
        zk.exists('/w', watch=watch)
        other.stop(); assert come.acquire(timeout=10) and come.acquire(timeout=10)
        assert seen == [('CREATED', '/w'), ('CHANGED', '/w'), ('DELETED', '/w'), ('CHILD', '/')], seen
        """);

    [Fact]
    public Task Kazoos_credentials_and_acls_are_kept() => PassesAsync("""
        zk.add_auth('digest', 'ann:secret')
        zk.create('/p', b'x', acl=[make_digest_acl('ann', 'secret', all=True)])
        other = KazooClient(hosts=hosts, timeout=10.0); other.start(timeout=15)
        try:
            other.get('/p'); assert False
        except NoAuthError: pass
        assert zk.get('/p')[0] == b'x'
        acls, stat = zk.get_acls('/p')
        assert acls[0].id.scheme == 'digest' and stat.aversion == 0
        zk.set_acls('/p', [make_acl('world', 'anyone', read=True)])
        assert other.get('/p')[0] == b'x'
        try:
            other.create('/q', acl=[make_acl('nonsense', 'x', all=True)]); assert False
        except InvalidACLError: pass
        other.stop()
        """);

    [Fact]
    public Task Kazoos_lock_and_election_of_two_sessions_work() => PassesAsync("""
        other = KazooClient(hosts=hosts, timeout=10.0); other.start(timeout=15)
        first = zk.Lock('/lock', 'one')
        assert first.acquire(timeout=10)
        second = other.Lock('/lock', 'two')
        assert not second.acquire(blocking=False)
        first.release()
        assert second.acquire(timeout=10)
        second.release(); other.stop()
        """);

    [Fact]
    public async Task Kazoo_comes_back_to_its_session_and_its_ephemeral_znode_after_an_outage()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        var run = RunAsync(server, """
            lost, back = threading.Event(), threading.Event()
            zk.create('/keep', b'', ephemeral=True)
            owner = zk.client_id[0]
            def state(s):
                if s == 'SUSPENDED': lost.set()
                if s == 'CONNECTED' and lost.is_set(): back.set()
            zk.add_listener(state)
            zk.create('/ready')
            assert lost.wait(20) and back.wait(20)
            assert zk.client_id[0] == owner and zk.exists('/keep').ephemeralOwner == owner
            assert zk.set('/keep', b'1').version == 1
            """);
        using (var raw = await Wire.RawClient.ConnectAsync(server))
        {
            await raw.ReadAsync(ChefActors.ZooKeeper.Wire.OpCode.Exists, "/ready", watch: true);
            Assert.Equal((WatchEventType.NodeCreated, "/ready"), (await raw.ReceiveAsync()).AsEvent());
        }

        await server.SuspendAsync();
        await server.ResumeAsync();
        Assert.Contains("passed", await run, StringComparison.Ordinal);
    }

    private static async Task PassesAsync(string script)
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        Assert.Contains("passed", await RunAsync(server, script), StringComparison.Ordinal);
    }

    private static Task<string> RunAsync(EmbeddedZooKeeper server, string script) =>
        ForeignProgram.RunAsync("/usr/bin/python3", "python3 python3-kazoo", Prologue + script + "\nzk.stop()\nprint('passed')\n", "-", server.ConnectString);
}
