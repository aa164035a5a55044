using System.Text;
using System.Text.Json;
using ChefActors.Core.Commands;
using ChefActors.NodeHost.Running;

namespace ChefActors.NodeHost.Tests.Running;

public sealed class ChefArgumentsTests
{
    private static readonly string[] _always = ["--no-color", "--run-lock-timeout", "600"];

    [Fact]
    public void Override_gives_the_items_joined_and_no_file() => Is(Command(), "--override-runlist", "recipe[a],role[b]");

    [Fact]
    public void Override_with_attributes_gives_them_by_file()
    {
        var command = Command() with { Attributes = JsonDocument.Parse("""{"x":{"y":1}}""").RootElement };
        Is(command, "--override-runlist", "recipe[a],role[b]", "-j", "/dna");
        Assert.Equal("""{"x":{"y":1}}""", Json(command));
    }

    [Fact]
    public void Replace_gives_the_run_list_in_the_file_alone()
    {
        var command = Command() with { Mode = RunMode.Replace, Attributes = JsonDocument.Parse("""{"x":1}""").RootElement };
        Is(command, "-j", "/dna");
        Assert.Equal("""{"x":1,"run_list":["recipe[a]","role[b]"]}""", Json(command));
    }

    [Fact]
    public void Named_and_full_give_no_items()
    {
        Is(Command() with { Mode = RunMode.Named, NamedRunList = "canary", RunList = [] }, "--named-run-list", "canary");
        Is(Command() with { Mode = RunMode.Full, RunList = [] });
    }

    [Fact]
    public void Settings_and_why_run_are_flags()
    {
        var arguments = ChefArguments.Of(Command() with { WhyRun = true, LockWaitS = 0 }, "/dna", "/etc/chef/client rb", "accept-no-persist");
        Assert.Equal(["--no-color", "--run-lock-timeout", "0", "-c", "/etc/chef/client rb", "--chef-license", "accept-no-persist", "--why-run", "--override-runlist", "recipe[a],role[b]"], arguments);
    }

    private static Command Command() => new() { Id = "R1", Rollout = "R1", Node = "web-1", RunList = ["recipe[a]", "role[b]"] };

    private static string? Json(Command command) => ChefArguments.Json(command) is { } json ? Encoding.UTF8.GetString(json) : null;

    private static void Is(Command command, params string[] expected) => Assert.Equal([.. _always, .. expected], ChefArguments.Of(command, "/dna", null, null));
}
