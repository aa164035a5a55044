using System.Text;
using ChefActors.NodeHost.Facts;

namespace ChefActors.NodeHost.Tests.Facts;

public sealed class ChefFactsFileTests
{
    private const string Whole =
        """
        {"v":1,"chef_version":"18.11.21","chef_node_name":"web-1","chef_server":"https://chef.example.com/organizations/a","chef_mode":"policyfile","chef_environment":"prod",
         "policy_name":"web","policy_group":"prod","roles":["web","base"],"recipes":["app::default"],"chef_tags":["blue"],"later":{"x":1}}
        """;

    [Fact]
    public void Every_fact_of_the_last_run_is_read_and_what_is_not_known_here_is_passed_over()
    {
        var (facts, fault) = Read(Whole);
        Assert.Null(fault);
        Assert.Equal(
            ("18.11.21", "web-1", "https://chef.example.com/organizations/a", ChefMode.Policyfile, "prod", "web", "prod"),
            (facts!.ChefVersion, facts.ChefNodeName, facts.ChefServer, facts.ChefMode, facts.ChefEnvironment, facts.PolicyName, facts.PolicyGroup));
        Assert.Equal(["web", "base"], facts.Roles);
        Assert.Equal(["app::default"], facts.Recipes);
        Assert.Equal(["blue"], facts.ChefTags);
    }

    [Fact]
    public void What_is_missing_or_null_is_not_known_and_an_empty_list_is_a_list()
    {
        var (facts, _) = Read("""{"v":1,"roles":[],"recipes":null,"chef_version":""}""");
        Assert.Equal((null, ChefMode.Unknown), (facts!.ChefVersion, facts.ChefMode));
        Assert.Empty(facts.Roles!);
        Assert.Null(facts.Recipes);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "array")]
    [InlineData("{}", "v is missing")]
    [InlineData("""{"v":2}""", "v is 2, 1 is expected")]
    [InlineData("""{"v":"1"}""", "1 is expected")]
    [InlineData("""{"v":1,"v":1}""", "no JSON")]
    [InlineData("""{"v":1,"chef_version":18}""", "chef_version is a JSON number")]
    [InlineData("""{"v":1,"chef_mode":"POLICYFILE"}""", "allowed: run_list, policyfile, unknown")]
    [InlineData("""{"v":1,"chef_node_name":"a\u001b[31mb"}""", "control character U+001B")]
    [InlineData("""{"v":1,"chef_node_name":"a\u0000b"}""", "control character U+0000")]
    [InlineData("""{"v":1,"chef_node_name":"\ud800"}""", "cannot be read")]
    [InlineData("""{"v":1,"roles":"web"}""", "roles is a JSON string")]
    [InlineData("""{"v":1,"roles":["a",["b"]]}""", "roles holds a JSON array")]
    [InlineData("""{"v":1,"chef_tags":["a\nb"]}""", "chef_tags has an item")]
    [InlineData("""{"v":1,"chef_server":"not a url"}""", "chef_server is no URL")]
    [InlineData("""{"v":1,"deep":[[[[[[[[[[1]]]]]]]]]]}""", "no JSON")]
    public void One_field_that_does_not_hold_refuses_the_file_and_is_named(string json, string why)
    {
        var (facts, fault) = Read(json);
        Assert.Null(facts);
        Assert.Contains(why, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_are_bounded()
    {
        Assert.Contains("at most 262144", ChefFactsFile.Read(new byte[ChefFactsFile.BytesAtMost + 1]).Fault, StringComparison.Ordinal);
        Assert.Contains("at most 1024", Read($$"""{"v":1,"policy_name":"{{new string('x', 1025)}}"}""").Fault, StringComparison.Ordinal);
        Assert.Contains("at most 1000", Read($$"""{"v":1,"recipes":[{{string.Join(',', Enumerable.Repeat("\"a\"", 1001))}}]}""").Fault, StringComparison.Ordinal);
        Assert.Contains("at most 256", Read($$"""{"v":1,"recipes":["{{new string('x', 257)}}"]}""").Fault, StringComparison.Ordinal);
        Assert.Contains("at most 32768", Read($$"""{"v":1,"recipes":[{{string.Join(',', Enumerable.Repeat($"\"{new string('x', 200)}\"", 200))}}]}""").Fault, StringComparison.Ordinal);
        Assert.Contains("UTF-8", ChefFactsFile.Read([(byte)'{', 0xff, (byte)'}']).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_servers_password_does_not_become_a_fact() =>
        Assert.Equal("https://chef.example.com:8443/organizations/a", Read("""{"v":1,"chef_server":"https://user:secret@chef.example.com:8443/organizations/a?token=x#y"}""").Facts!.ChefServer);

    [Fact]
    public void Any_bytes_are_facts_or_a_fault_and_never_an_exception()
    {
        var whole = Encoding.UTF8.GetBytes(Whole);
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var bytes = whole.ToArray();
            for (var i = random.Next(1, 6); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var (facts, fault) = ChefFactsFile.Read(bytes[..random.Next(bytes.Length + 1)]);
            Assert.True(facts is null == fault is not null, $"seed {seed}");
        }
    }

    private static (ChefFacts? Facts, string? Fault) Read(string json) => ChefFactsFile.Read(Encoding.UTF8.GetBytes(json));
}
