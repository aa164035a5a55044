using System.Text;
using ChefActors.NodeHost.ChefClient;
using Xunit;

namespace ChefActors.NodeHost.Tests.ChefClient;

public sealed class WrapperLinesTests
{
    private static readonly RunDirectory Run = new("/var/lib/chefactors/runs/R1.1");

    [Fact]
    public void The_directory_comes_first_then_variables_then_arguments() =>
        Assert.Equal(
            "/var/lib/chefactors/runs/R1.1\nenv A=b c\narg /usr/bin/chef-client\narg  x \narg go\narg \n",
            Encoding.UTF8.GetString(WrapperLines.Of(Run, [("A", "b c")], ["/usr/bin/chef-client", " x ", "go", ""])));

    [Theory]
    [InlineData("a\ngo")]
    [InlineData("\n")]
    [InlineData("a\0b")]
    public void A_line_break_is_refused_wherever_it_is(string value)
    {
        Assert.Throws<IOException>(() => WrapperLines.Of(new RunDirectory(value), [], []));
        Assert.Throws<IOException>(() => WrapperLines.Of(Run, [("A", value)], []));
        Assert.Contains("an argument of chef-client holds a line break", Assert.Throws<IOException>(() => WrapperLines.Of(Run, [], ["chef-client", value])).Message, StringComparison.Ordinal);
    }
}
