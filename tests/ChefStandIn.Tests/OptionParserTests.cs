using ChefActors.ChefStandIn.CommandLine;

namespace ChefActors.ChefStandIn.Tests;

public sealed class OptionParserTests
{
    [Theory]
    [InlineData("--json-attributes", "/run.json")]
    [InlineData("--json-attributes=/run.json", null)]
    [InlineData("-j", "/run.json")]
    [InlineData("-j/run.json", null)]
    public void A_value_may_stand_apart_or_be_attached(string flag, string? value)
    {
        var options = new ClientOptions();
        Assert.Null(OptionParser.Parse(value is null ? [flag] : [flag, value], options));
        Assert.Equal("/run.json", options.JsonFile);
    }

    [Fact]
    public void All_the_flags_that_a_node_host_may_give_are_taken()
    {
        var options = new ClientOptions();
        string[] arguments =
        [
            "-c", "/etc/chef/client.rb", "-o", "recipe[a]", "-r", "b", "-n", "list", "-Wz", "-l", "info", "-L", "/log", "-F", "min", "--no-color",
            "--run-lock-timeout", "7", "--config-option", "a=b=c", "--config-option=d=e", "--chef-license=accept-no-persist", "--minimal-ohai",
            "--no-fork", "--once", "--force-formatter", "--force-logger", "-N", "web-1",
        ];
        Assert.Null(OptionParser.Parse(arguments, options));
        Assert.Equal(("recipe[a]", "b", "/log", "min", "web-1"), (options.OverrideRunList, options.RunList, options.LogFile, options.Formatter, options.NodeName));
        Assert.Equal((7, "b=c", "e", "accept-no-persist"), (options.RunLockTimeoutSeconds, options.ConfigOptions["a"], options.ConfigOptions["d"], options.License));
        Assert.True(options.WhyRun && options.LocalMode && options.ForceLogger);
        Assert.Empty(options.Strays);
    }

    [Theory]
    [InlineData("--nonsense", "invalid option: --nonsense")]
    [InlineData("-Q", "invalid option: -Q")]
    [InlineData("-j", "missing argument: -j")]
    [InlineData("--config-option=x", "Unparsable config option \"x\"")]
    [InlineData("--run-lock-timeout=soon", "invalid argument: --run-lock-timeout=soon soon")]
    public void What_it_does_not_know_is_refused(string argument, string message) =>
        Assert.Equal(message, OptionParser.Parse([argument], new ClientOptions())?.Message);
}
