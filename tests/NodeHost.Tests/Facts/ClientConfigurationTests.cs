using ChefActors.NodeHost.Facts;

namespace ChefActors.NodeHost.Tests.Facts;

public sealed class ClientConfigurationTests
{
    [Fact]
    public void Plain_lines_are_read_in_either_quotes_with_comments_and_brackets()
    {
        var facts = Of("""
            # node_name "commented"
            chef_server_url  'https://chef.example.com/organizations/a'   # the server
            node_name("web-1.example.com")
              environment "prod"
            log_level :info
            ssl_verify_mode :verify_peer
            """);
        Assert.Equal(("https://chef.example.com/organizations/a", "web-1.example.com", "prod"), (facts.ChefServer, facts.ChefNodeName, facts.ChefEnvironment));
        Assert.Equal(ChefMode.Unknown, facts.ChefMode);
    }

    [Fact]
    public void A_policy_with_name_and_group_makes_a_Policyfile_node_and_one_of_them_does_not()
    {
        Assert.Equal(ChefMode.Policyfile, Of("policy_name 'web'\npolicy_group \"prod\"\npolicy_document_native_api true\nuse_policyfile true").ChefMode);
        Assert.Equal(ChefMode.Unknown, Of("policy_name 'web'").ChefMode);
        Assert.Equal(ChefMode.Unknown, Of("use_policyfile true").ChefMode);
    }

    [Theory]
    [InlineData("if false\n  policy_name 'web'\n  policy_group 'prod'\nend")]
    [InlineData("policy_name 'web' if production?\npolicy_group 'prod'")]
    [InlineData("policy_name \"#{x}\"\npolicy_group 'prod'")]
    [InlineData("policy_name 'web'\npolicy_group ENV['GROUP']")]
    [InlineData("policy_name 'web'\npolicy_group 'prod'\npolicy_group nil")]
    [InlineData("policy_name 'web'\npolicy_group 'prod'\nunless x\n  policy_name nil\nend")]
    [InlineData("%w(a b).each do |n|\n  policy_name 'web'\n  policy_group 'prod'\nend")]
    [InlineData("=begin\npolicy_name 'web'\npolicy_group 'prod'\n=end")]
    [InlineData("x = <<~TEXT\n  policy_name 'web'\npolicy_name 'web'\npolicy_group 'prod'\n  TEXT")]
    [InlineData("__END__\npolicy_name 'web'\npolicy_group 'prod'")]
    [InlineData("Chef::Config[:policy_name] = 'web'\npolicy_group 'prod'")]
    [InlineData("x = {\npolicy_name 'web'\n}\npolicy_group 'prod'")]
    [InlineData("policy_name 'we\\'b'\npolicy_group 'prod'")]
    [InlineData("policy_name ''\npolicy_group 'prod'")]
    public void What_is_in_doubt_is_not_known(string text) => Assert.Equal(ChefMode.Unknown, Of(text).ChefMode);

    [Fact]
    public void After_a_block_has_ended_lines_count_again()
    {
        var facts = Of("if File.exist?('/x') # if end do\n  log_level :debug\nend\n[1].each do |i|\n  puts(i)\nend\nh = { a: 1 }\nnode_name 'web-1'");
        Assert.Equal("web-1", facts.ChefNodeName);
    }

    [Fact]
    public void Files_of_client_d_come_after_it_and_win() =>
        Assert.Equal("later", ClientConfiguration.Of(["node_name 'first'", "node_name 'later'"]).Facts.ChefNodeName);

    [Fact]
    public void Any_text_is_read_without_an_exception_and_in_bounded_time()
    {
        string[] parts = ["policy_name ", "'web'", "\"", "'", "#", "#{", "}", "if ", "end", " do |x|", "<<~A", "\n", "\\", "=begin", "{", "(", "node_name \"a\"", "\0", "é", new('(', 200)];
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            _ = Of(string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => parts[random.Next(parts.Length)]))).ChefMode;
        }
    }

    [Theory]
    [InlineData("policyfile", "", false, "Policyfile")]
    [InlineData("policyfile", "", true, "Unknown")]
    [InlineData("run_list", "", true, "RunList")]
    [InlineData("run_list", "policy_name 'a'\npolicy_group 'b'", true, "Policyfile")]
    [InlineData("run_list", "policy_name 'a'\npolicy_group 'b'", false, "RunList")]
    [InlineData("run_list", "policy_name x", true, "Unknown")]
    [InlineData("unknown", "policy_name 'a'\npolicy_group 'b'", false, "Policyfile")]
    [InlineData(null, "policy_name 'a'\npolicy_group 'b'", false, "Policyfile")]
    [InlineData(null, "", false, "Unknown")]
    public void The_mode_is_the_last_runs_unless_the_configuration_changed_since(string? run, string configuration, bool isLater, string mode)
    {
        var left = run switch { "policyfile" => ChefMode.Policyfile, "run_list" => ChefMode.RunList, _ => ChefMode.Unknown };
        var known = ChefKnowledge.Of(run is null ? null : new ChefFacts { ChefMode = left, ChefNodeName = "of the run" }, ClientConfiguration.Of([configuration]), isLater);
        Assert.Equal(mode, known.ChefMode.ToString());
    }

    private static ChefFacts Of(string text) => ClientConfiguration.Of([text]).Facts;
}
