using System.Runtime.CompilerServices;
using PublicApiGenerator;

namespace ChefActors.ZooKeeper.Embedded.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_approved_one()
    {
        var folder = Path.GetDirectoryName(ThisFile())!;
        var api = typeof(EmbeddedZooKeeper).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        var approved = Path.Combine(folder, "PublicApi.approved.txt");
        if (File.Exists(approved) && File.ReadAllText(approved).ReplaceLineEndings("\n").Trim() == api.ReplaceLineEndings("\n").Trim()) return;
        var received = Path.Combine(folder, "PublicApi.received.txt");
        File.WriteAllText(received, api + "\n");
        Assert.Fail($"The public API changed. If that is meant, move {received} to {approved}.");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
