using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Facts;
using ChefActors.Testing;
using FsCheck.Xunit;
using Xunit;

namespace ChefActors.NodeHost.Tests.Facts;

public sealed class OhaiFactsTests
{
    [Fact]
    public void What_it_prints_is_read_in_the_order_in_which_it_was_asked() =>
        Assert.Equal(
            new OhaiFacts("redhat", "9.4", "10.1.2.3", "web-1.example.com"),
            OhaiFacts.Read("[\n  \"redhat\"\n]\n[\n  \"9.4\"\n]\n[\n  \"10.1.2.3\"\n]\n[\n  \"Web-1.Example.com\"\n]\n"));

    [Theory]
    [InlineData("")]
    [InlineData("I cannot find an attribute named platform!")]
    [InlineData("{\"platform\": \"debian\"}")]
    [InlineData("[[[[[[[[\"deep\"]]]]]]]]")]
    [InlineData("[1]\n[\"9.4\"]")]
    [InlineData("[\"debian\", \"ubuntu\"]")]
    public void What_is_no_list_of_one_text_is_nothing(string output) => Assert.Equal(new OhaiFacts(null, null, null, null), OhaiFacts.Read(output));

    [Fact]
    public void What_came_before_an_attribute_that_it_does_not_know_counts() =>
        Assert.Equal(new OhaiFacts("debian", "12", null, null), OhaiFacts.Read("[\"debian\"]\n[\"12\"]\nERROR: I cannot find an attribute named ipaddress!"));

    [Fact]
    public void A_text_that_may_be_no_fact_keeps_its_place() =>
        Assert.Equal(new OhaiFacts(null, "12", null, null), OhaiFacts.Read("[\"deb\\u0007ian\"]\n[\"12\"]\n[\"\"]"));

    [Property]
    public void Any_words_are_facts_or_nothing(string? output) => Assert.All(
        new[] { OhaiFacts.Read(output ?? "") }.SelectMany(facts => new[] { facts.Platform, facts.PlatformVersion, facts.Ip, facts.Fqdn }),
        fact => Assert.True(fact is null || FactBounds.Fault(fact) is null));

    [Fact]
    public async Task It_is_asked_once_beside_the_file_that_chef_client_leads_to()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["opt"]);
        Script(directory["opt/chef-client"], "exit 0");
        Script(directory["opt/ohai"], "echo \"$@\" >>\"$(dirname \"$0\")/asked\"; printf '[\\n  \"debian\"\\n]\\n'");
        File.CreateSymbolicLink(directory["chef-client"], directory["opt/chef-client"]);
        var probe = new OhaiProbe(new ChefClientSettings(directory["chef-client"], "/nowhere", "boot-1", []));
        for (var i = 0; i < 2; i++) Assert.Equal("debian", OhaiFacts.Read((await probe.AskAsync(CancellationToken.None))!).Platform);
        Assert.Equal(["platform platform_version ipaddress fqdn"], await File.ReadAllLinesAsync(directory["opt/asked"]));
    }

    [Fact]
    public async Task Where_it_is_not_installed_nothing_is_asked()
    {
        using var directory = new TemporaryDirectory();
        Script(directory["chef-client"], "exit 0");
        Assert.Null(await new OhaiProbe(new ChefClientSettings(directory["chef-client"], "/nowhere", "boot-1", [])).AskAsync(CancellationToken.None));
        Assert.Null(await new OhaiProbe(new ChefClientSettings(directory["missing"], "/nowhere", "boot-1", [])).AskAsync(CancellationToken.None));
    }

    private static void Script(string path, string text)
    {
        File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
