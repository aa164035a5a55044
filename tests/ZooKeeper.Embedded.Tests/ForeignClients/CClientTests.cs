using ChefActors.Testing;

namespace ChefActors.ZooKeeper.Embedded.Tests.ForeignClients;

/// <summary>Debian's C client: a small program of ours is built with it and does all its work on a server.</summary>
[Trait("needs", "debian")]
public sealed class CClientTests
{
    private const string Packages = "gcc libc6-dev libzookeeper-mt-dev";

    [Fact]
    public async Task The_C_client_creates_watches_commits_authenticates_and_resumes_its_session()
    {
        using var directory = new TemporaryDirectory();
        var program = Path.Combine(directory.FullName, "c_client");
        var source = Repository.PathOf("tests", "ZooKeeper.Embedded.Tests", "ForeignClients", "c_client.c");
        await ForeignProgram.RunAsync("/usr/bin/gcc", Packages, "", "-std=gnu11", "-DTHREADED", "-Wall", "-Wextra", "-Werror", "-o", program, source, "-lzookeeper_mt", "-lpthread");
        await using var server = await EmbeddedZooKeeper.StartAsync();
        Assert.Contains("passed", await ForeignProgram.RunAsync(program, Packages, "", server.ConnectString), StringComparison.Ordinal);
    }
}
