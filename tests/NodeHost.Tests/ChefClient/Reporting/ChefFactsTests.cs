using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.NodeHost.Tests.ChefClient.Reporting;

public sealed class ChefFactsTests : IDisposable
{
    private static readonly RunReport _run = new()
    {
        Command = "R1",
        Ended = true,
        Succeeded = true,
        ChefVersion = "18.11.21",
        ChefNodeName = "web-1",
        ChefServer = "https://chef",
        ChefMode = "policyfile",
        ChefEnvironment = "prod",
        PolicyName = "web",
        PolicyGroup = "live",
        Roles = ["web"],
        Recipes = ["a", "b"],
        ChefTags = ["blue"],
    };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_file_is_what_the_contract_names_and_for_nobody_else()
    {
        Facts().Note(_run, null);
        Assert.Equal(
            """{"v":1,"chef_version":"18.11.21","chef_node_name":"web-1","chef_server":"https://chef","chef_mode":"policyfile","chef_environment":"prod","policy_name":"web","policy_group":"live","roles":["web"],"recipes":["a","b"],"chef_tags":["blue"]}""",
            File.ReadAllText(Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Equal("web-1", Facts().Read().ChefNodeName);
    }

    [Fact]
    public void What_a_run_does_not_tell_stays_and_a_node_that_left_its_policy_has_none()
    {
        var known = new ChefFacts().After(_run, null);
        var overridden = known.After(_run with { Roles = null, Recipes = null }, null);
        Assert.Equal(["a", "b"], overridden.Recipes!);
        var moved = known.After(_run with { ChefMode = "run_list", PolicyName = null, PolicyGroup = null, ChefEnvironment = "test" }, null);
        Assert.Equal(("run_list", null, null, "test"), (moved.ChefMode, moved.PolicyName, moved.PolicyGroup, moved.ChefEnvironment));
        Assert.Equal(known with { ChefVersion = "19.0.0" }, known.After(null, "19.0.0"));
    }

    [Fact]
    public void Nothing_is_written_while_nothing_changes()
    {
        Facts().Note(_run, null);
        File.SetLastWriteTimeUtc(Path, DateTime.UnixEpoch);
        Facts().Note(_run, null);
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(Path));
        Facts().Note(_run with { ChefEnvironment = "test" }, null);
        Assert.NotEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(Path));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("""{"v":9}""")]
    public void A_damaged_file_is_begun_anew(string content)
    {
        File.WriteAllText(Path, content);
        Assert.Equal(new ChefFacts(), Facts().Read());
        Facts().Note(_run, null);
        Assert.Equal("web-1", Facts().Read().ChefNodeName);
    }

    [Fact]
    public void A_disk_that_takes_nothing_stops_nothing()
    {
        Directory.CreateDirectory(Path + ".new");
        Facts().Note(_run, null);
        Assert.False(File.Exists(Path));
    }

    private string Path => _directory["chef-facts.json"];

    private ChefFactsFile Facts() => new(_directory.FullName, NullLogger<ChefFactsFile>.Instance);
}
