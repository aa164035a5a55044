using ChefActors.Core.Nodes;
using ChefActors.NodeHost.Checking;
using ChefActors.NodeHost.Tests.Actors;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Tests.Checking;

/// <summary>What is found in ZooKeeper, good and bad.</summary>
public sealed class ClusterJudgementTests
{
    private const string Me = "node:hash";
    private static readonly TimeSpan _asked = TimeSpan.FromSeconds(20);
    private static readonly ServerFinding _up = new("zk1:2181", null, "3.8.0", "follower");
    private static readonly ServerFinding _down = new("zk2:2181", "Connection refused", null, null);

    [Fact]
    public void A_session_with_all_servers_up_is_ok_and_says_which_server_which_version_and_what_time_out()
    {
        Is(Session([_up]), "Ok", "session of 20 s with zk1:2181 (version 3.8.0, follower)");
        Is(Session([_up with { Version = null, Mode = null }]), "Ok", "(version not told)");
    }

    [Fact]
    public void A_ZooKeeper_that_gives_no_session_or_has_no_chroot_or_is_too_old_fails()
    {
        Is(ZooKeeperJudgement.Of([_up, _down], null, _asked, "", true, "refused"), "Fails", "no session with zk1:2181, zk2:2181 (Connection refused): refused");
        Is(ZooKeeperJudgement.Of([_up], ("zk1:2181", _asked), _asked, "/prod", false, null), "Fails", "its chroot /prod is not there");
        Is(Session([_up with { Version = "3.4.14" }]), "Fails", "version 3.4.14");
    }

    [Fact]
    public void A_server_that_is_down_and_a_time_out_that_was_narrowed_are_warnings()
    {
        Is(Session([_up, _down]), "Warning", "not answering: zk2:2181 (Connection refused)");
        Is(ZooKeeperJudgement.Of([_up], ("zk1:2181", TimeSpan.FromSeconds(4)), _asked, "", true, null), "Warning", "asked for 20 s");
    }

    [Theory]
    [InlineData("Zookeeper version: 3.8.0-5a02a05eddb59aee6ac762f7ea82e92a68eb9c0f, built on 2022\nLatency min/avg/max: 0/0.5/3\nMode: leader\nNode count: 5\n", "3.8.0", "leader")]
    [InlineData("srvr is not executed because it is not in the whitelist.\n", null, null)]
    [InlineData("", null, null)]
    [InlineData("Zookeeper version:\nMode:\n", null, null)]
    public void An_answer_to_srvr_tells_version_and_mode_or_nothing(string answer, string? version, string? mode) =>
        Assert.Equal(new ServerFinding("zk1:2181", null, version, mode), ServerFinding.Of("zk1:2181", answer));

    [Fact]
    public void A_cluster_is_the_one_of_the_journal_or_named_as_another()
    {
        var found = new ClusterIdentity(1, "prod", "id-1");
        Is(ClusterJudgement.Of("id-1", found, null, "prod", false), "Ok", "prod (id-1), the one that this node belongs to");
        Is(ClusterJudgement.Of(null, found, null, "prod", false), "Ok", "belongs to none yet");
        Is(ClusterJudgement.Of(null, null, null, "prod", false), "Ok", "none yet");
        Is(ClusterJudgement.Of("id-2", null, null, "prod", false), "Warning", "this node belongs to id-2");
        Is(ClusterJudgement.Of("id-2", found, null, "prod", true), "Warning", "would change over");
        Is(ClusterJudgement.Of("id-2", found, null, "prod", false), "Fails", "but this node belongs to id-2");
        Is(ClusterJudgement.Of(null, null, "no JSON", "prod", false), "Fails", "no JSON");
    }

    [Fact]
    public void Access_is_enough_missing_or_open_to_all()
    {
        Acl[] mine = [new(ZnodePermissions.All, "digest", Me)];
        Is(AccessJudgement.Of([Znode(mine)], Me), "Ok", "1 znodes, for these credentials");
        Is(AccessJudgement.Of([], Me), "Ok", "for these credentials alone");
        Is(AccessJudgement.Of([Znode(Acl.OpenUnsafe)], null), "Ok", "open to whoever reaches ZooKeeper");
        Is(AccessJudgement.Of([Znode(mine)], null), "Fails", "not allowed: read, write at /a");
        Is(AccessJudgement.Of([Znode([new(ZnodePermissions.Read, "digest", Me)])], Me), "Fails", "not allowed: write at /a");
        Is(AccessJudgement.Of([new ZnodeAccess("/a", ZnodePermissions.Read, null)], Me), "Fails", "to look at /a");
        Is(AccessJudgement.Of([Znode(Acl.OpenUnsafe)], Me), "Warning", "anybody may change /a, though credentials are set");
        Is(AccessJudgement.Of([Znode([.. mine, .. Acl.ReadUnsafe])], Me), "Ok", "1 znodes");
    }

    [Fact]
    public void A_name_is_free_ones_own_or_anothers()
    {
        var there = NodeHostRig.Presence();
        Is(RegistrationJudgement.Of("web-1", false, null, "machine-1", "journal-1"), "Ok", "web-1 is not alive");
        Is(RegistrationJudgement.Of("web-1", true, there, "machine-1", "journal-1"), "Ok", "this node's own node host, pid 1");
        Is(RegistrationJudgement.Of("web-1", true, there, "machine-1", null), "Fails", "another node host of this machine, pid 1");
        Is(RegistrationJudgement.Of("web-1", true, there, "machine-2", "journal-1"), "Fails", "another machine, machine-1");
        Is(RegistrationJudgement.Of("web-1", true, null, "machine-1", "journal-1"), "Fails", "does not say who it is");
    }

    [Fact]
    public void In_a_pipe_each_check_is_one_line_and_on_a_terminal_none_is_wider_than_it()
    {
        CheckLine[] checks =
        [
            CheckLine.Ok("chef-client", "/usr/bin/chef-client, version 18.11.0"),
            CheckLine.Warning("disk", "the \u001b[31mdisk\u001b[0m\nis slow " + new string('x', 200), "Look"),
            CheckLine.Fails("access", string.Join(' ', Enumerable.Repeat("not allowed", 20)), "Set credentials"),
        ];
        var piped = CheckReport.Lines(checks, null);
        Assert.Equal(4, piped.Count);
        Assert.Equal("chef-client    ok       /usr/bin/chef-client, version 18.11.0", piped[0]);
        Assert.StartsWith("access         fails    not allowed not", piped[2], StringComparison.Ordinal);
        Assert.EndsWith("not allowed. Set credentials", piped[2], StringComparison.Ordinal);
        Assert.Equal("3 checks: 1 ok, 1 warnings, 1 fail", piped[3]);
        Assert.DoesNotContain(piped, line => line.Any(char.IsControl));
        var narrow = CheckReport.Lines(checks, 80);
        Assert.All(narrow, line => Assert.True(line.Length <= 80, line));
        Assert.Equal(string.Concat(piped).Replace(" ", "", StringComparison.Ordinal), string.Concat(narrow).Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal((1, 0), (CheckReport.ExitCode(checks), CheckReport.ExitCode(checks[..2])));
    }

    private static CheckLine Session(IReadOnlyList<ServerFinding> servers) => ZooKeeperJudgement.Of(servers, ("zk1:2181", _asked), _asked, "", true, null);

    private static ZnodeAccess Znode(IReadOnlyList<Acl> acl) => new("/a", ZnodePermissions.Read | ZnodePermissions.Write, acl);

    private static void Is(CheckLine line, string verdict, string found) => MachineJudgementTests.Holds(line, verdict, found);
}
