using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Tests.Actors;

namespace ChefActors.NodeHost.Tests.Facts;

public sealed class ChefFactsLookTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chefactors-facts-").FullName;
    private readonly LogLines _logged = new();
    private readonly ChefFactsLook _look;

    public ChefFactsLookTests() => _look = new ChefFactsLook(_directory, In("chef/client.rb"), _logged.For<ChefFactsLook>());

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Before_any_run_the_configuration_and_its_client_d_tell()
    {
        Write("chef/client.rb", "chef_server_url 'https://chef.example.com'\nnode_name 'web-1'\n");
        Write("chef/client.d/10-policy.rb", "policy_name 'web'\npolicy_group 'prod'\n");
        var (facts, runAt) = _look.Read();
        Assert.Equal((null, ChefMode.Policyfile, "web-1", "https://chef.example.com"), (runAt, facts.ChefMode, facts.ChefNodeName, facts.ChefServer));
    }

    [Fact]
    public void The_last_run_tells_more_until_the_configuration_is_written_again()
    {
        Write("chef/client.rb", "node_name 'web-1'\n");
        Write("chef-facts.json", """{"v":1,"chef_version":"18.11.21","chef_mode":"policyfile","chef_node_name":"web-1"}""");
        File.SetLastWriteTimeUtc(In("chef/client.rb"), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
        Assert.Equal((ChefMode.Policyfile, "18.11.21"), (_look.Read().Facts.ChefMode, _look.Read().Facts.ChefVersion));
        File.SetLastWriteTimeUtc(In("chef/client.rb"), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1));
        Assert.Equal((ChefMode.Unknown, "18.11.21"), (_look.Read().Facts.ChefMode, _look.Read().Facts.ChefVersion));
    }

    [Fact]
    public void A_file_that_is_refused_is_named_once_and_the_configuration_tells()
    {
        Write("chef/client.rb", "node_name 'web-1'\n");
        Write("chef-facts.json", """{"v":1,"chef_mode":["policyfile"]}""");
        Assert.Equal(("web-1", ChefMode.Unknown), (_look.Read().Facts.ChefNodeName, _look.Read().Facts.ChefMode));
        var line = Assert.Single(_logged.Lines);
        Assert.Contains("chef-facts.json", line, StringComparison.Ordinal);
        Assert.Contains("chef_mode is a JSON array", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_and_a_file_that_is_too_large_are_refused()
    {
        Write("elsewhere", """{"v":1,"chef_mode":"policyfile"}""");
        File.CreateSymbolicLink(In("chef-facts.json"), In("elsewhere"));
        Assert.Equal(ChefMode.Unknown, _look.Read().Facts.ChefMode);
        File.Delete(In("chef-facts.json"));
        Write("chef-facts.json", new string(' ', ChefFactsFile.BytesAtMost + 1));
        _ = _look.Read();
        Assert.Collection(_logged.Lines, line => Assert.Contains("a link", line, StringComparison.Ordinal), line => Assert.Contains("at most 262144", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "/usr/bin/chef-client", "/etc/chef/client.rb")]
    [InlineData(null, "/opt/cinc/bin/cinc-client", "/etc/cinc/client.rb")]
    [InlineData("/srv/client.rb", "cinc-client", "/srv/client.rb")]
    public void The_configuration_is_that_of_the_program(string? setting, string client, string file) => Assert.Equal(file, ChefFactsLook.ConfigurationOf(setting, client));

    private string In(string file) => Path.Combine(_directory, file);

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(file))!);
        File.WriteAllText(In(file), text);
    }
}
