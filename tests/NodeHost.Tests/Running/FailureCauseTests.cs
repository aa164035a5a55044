using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Running;

namespace ChefActors.NodeHost.Tests.Running;

/// <summary>What no sample shows; those that one shows are in docs/chef-endings.md.</summary>
public sealed class FailureCauseTests
{
    [Theory]
    [InlineData("Net::HTTPClientException: 401 \"Unauthorized\"", ReasonCode.NotAuthorised)]
    [InlineData("Net::HTTPServerException: 403 \"Forbidden\"", ReasonCode.NotAuthorised)]
    [InlineData("Net::HTTPServerException: 412 \"Precondition Failed\"", ReasonCode.MissingCookbook)]
    [InlineData("Net::HTTPFatalError: 503 \"Service Unavailable\"", ReasonCode.ChefServerError)]
    [InlineData("Net::HTTPClientException: 404 \"Not Found\"", ReasonCode.ExitCode)]
    [InlineData("Chef::Exceptions::InvalidPrivateKey: The file /etc/chef/client.pem does not contain a correctly formatted private key", ReasonCode.NotAuthorised)]
    [InlineData("Chef::Exceptions::CookbookNotFound: Cookbook cookbook_c not found", ReasonCode.MissingCookbook)]
    [InlineData("Errno::ETIMEDOUT: Connection timed out", ReasonCode.ChefServerUnreachable)]
    [InlineData("Net::OpenTimeout: execution expired", ReasonCode.ChefServerUnreachable)]
    [InlineData("OpenSSL::SSL::SSLError: SSL_connect returned=1", ReasonCode.ChefServerUnreachable)]
    [InlineData("Socket::ResolutionError: Failed to open TCP connection to chef.invalid:443", ReasonCode.ChefServerUnreachable)]
    [InlineData("Errno::ENOSPC: No space left on device @ rb_sysopen - /var/chef/cache/x", ReasonCode.DiskFull)]
    [InlineData("Chef::Exceptions::ConfigurationError: Aborting due to error in '/etc/chef/client.rb': no", ReasonCode.Configuration)]
    [InlineData("RuntimeError: something else", ReasonCode.ExitCode)]
    public void An_exception_is_a_cause(string exception, string code)
    {
        var reason = FailureCause.Of(1, OutputSummary.Empty with { Exception = exception });
        Assert.Equal((code, exception), (reason.Code, reason.Text));
    }

    [Fact]
    public void A_network_error_in_the_middle_of_a_converge_is_no_server_that_is_down()
    {
        var output = OutputSummary.Empty with { Exception = "Errno::ECONNREFUSED: Connection refused", Resources = new ResourceCount(2, null) };
        Assert.False(FailureCause.IsServerUnreachable(output));
        Assert.False(FailureCause.IsServerUnreachable(output with { Resources = null, FailedResource = "remote_file[/x]" }));
        Assert.True(FailureCause.IsServerUnreachable(output with { Resources = new ResourceCount(0, null) }));
    }

    [Fact]
    public void A_full_disk_is_named_with_the_resource_that_met_it()
    {
        var reason = FailureCause.Of(1, OutputSummary.Empty with { FailedResource = "file[/x]", Exception = "Errno::ENOSPC: file[/x] (c::default line 1) had an error: Errno::ENOSPC: No space left on device" });
        Assert.Equal((ReasonCode.DiskFull, "file[/x] (c::default line 1): Errno::ENOSPC: No space left on device"), (reason.Code, reason.Text));
    }

    [Fact]
    public void Of_nested_resources_the_innermost_is_named_once()
    {
        var exception = "RuntimeError: app[shop] (shop::default line 9) had an error: RuntimeError: execute[migrate] (shop::default line 3) had an error: RuntimeError: no";
        var reason = FailureCause.Of(1, OutputSummary.Empty with { FailedResource = "execute[migrate]", Exception = exception });
        Assert.Equal("execute[migrate] (shop::default line 3): RuntimeError: no", reason.Text);
    }

    [Theory]
    [InlineData(null, ReasonCode.Signal)]
    [InlineData(0L, ReasonCode.Signal)]
    [InlineData(1L, ReasonCode.OutOfMemory)]
    public void The_memory_killer_is_named_on_evidence_only(long? killed, string code)
    {
        var reason = FailureCause.Of(137, OutputSummary.Empty with { ProcessesKilledForMemory = killed });
        Assert.Equal(code, reason.Code);
        Assert.StartsWith("ended by signal 9 (SIGKILL)", reason.Text, StringComparison.Ordinal);
        Assert.Equal(ReasonCode.Signal, FailureCause.Of(143, OutputSummary.Empty with { ProcessesKilledForMemory = killed }).Code);
    }

    [Fact]
    public void A_run_that_was_killed_says_how_far_it_was()
    {
        var output = OutputSummary.Empty with { ResourcesDone = 12, ResourceAtWork = "execute[migrate]" };
        Assert.Equal("ended by signal 9 (SIGKILL); 12 resources were done, execute[migrate] was at work", FailureCause.Of(137, output).Text);
    }

    [Theory]
    [InlineData(41, ReasonCode.ExitCode, "exit code 41: a reboot was asked for and failed: E: why")]
    [InlineData(173, ReasonCode.Licence, "exit code 173: no entitlement to use Chef: first line")]
    [InlineData(213, ReasonCode.ExitCode, "exit code 213: Chef upgraded itself in the middle of the run; push again")]
    public void Rare_codes_are_explained(int code, string reason, string text)
    {
        var found = FailureCause.Of(code, OutputSummary.Empty with { Exception = "E: why", FirstLine = "first line" });
        Assert.Equal((reason, text), (found.Code, found.Text));
    }

    [Fact]
    public void An_exit_code_that_nothing_explains_is_all_that_is_said() =>
        Assert.Equal("exit code 7", FailureCause.Of(7, OutputSummary.Empty with { ChefVersion = "18.11.21", FirstLine = "Chef Infra Client, version 18.11.21" }).Text);

    [Fact]
    public void What_was_said_before_a_run_is_said_again() =>
        Assert.Equal("exit code 1: chef-client: cannot allocate memory", FailureCause.Of(1, OutputSummary.Empty with { FirstLine = "chef-client: cannot allocate memory" }).Text);

    [Theory]
    [InlineData("oom_kill_disable 0\nunder_oom 0\noom_kill 3\n", 3L)]
    [InlineData("nr_free_pages 12\n", null)]
    [InlineData("oom_kill x\n", null)]
    public void The_kernels_counter_is_read(string vmstat, long? count) => Assert.Equal(count, MemoryKiller.Parse(vmstat));
}
