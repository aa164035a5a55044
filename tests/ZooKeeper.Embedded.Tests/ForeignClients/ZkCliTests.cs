namespace ChefActors.ZooKeeper.Embedded.Tests.ForeignClients;

/// <summary>The official console with the official Java client.</summary>
[Trait("needs", "debian")]
public sealed class ZkCliTests
{
    private const string Program = "/usr/share/zookeeper/bin/zkCli.sh";

    [Fact]
    public async Task The_official_console_creates_reads_lists_and_deletes()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        var output = await RunAsync(server, """
            create /a one
            create -s /a/s- two
            create -e /a/e three
            set /a changed
            get -s /a
            ls -R /a
            getAcl /a
            addauth digest ann:secret
            setAcl /a auth::cdrwa
            getAcl /a
            stat /a/s-0000000000
            delete /a/e
            deleteall /a
            ls /
            quit
            """);
        Assert.Contains("Created /a/s-0000000000", output, StringComparison.Ordinal);
        Assert.Contains("changed", output, StringComparison.Ordinal);
        Assert.Contains("dataVersion = 1", output, StringComparison.Ordinal);
        Assert.Contains("cversion = 2", output, StringComparison.Ordinal);
        Assert.Contains("/a/e", output, StringComparison.Ordinal);
        Assert.Contains("'digest,'ann:", output, StringComparison.Ordinal);
        Assert.Contains("[zookeeper]", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_official_console_is_told_what_is_refused()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        var output = await RunAsync(server, "get /none\ncreate /a\ncreate /a\nset -v 5 /a x\ndelete /zookeeper\nwhoami\ngetEphemerals\ngetAllChildrenNumber /\naddWatch /a\nremovewatches /a\nquit\n");
        Assert.Contains("Node does not exist: /none", output, StringComparison.Ordinal);
        Assert.Contains("Node already exists: /a", output, StringComparison.Ordinal);
        Assert.Contains("version No is not valid : /a", output, StringComparison.Ordinal);
        Assert.Contains("ip: 127.0.0.1", output.Replace("Auth scheme: User\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Task<string> RunAsync(EmbeddedZooKeeper server, string commands) =>
        ForeignProgram.RunAsync(Program, "zookeeper libzookeeper-java default-jre-headless", commands, "-server", server.ConnectString);
}
