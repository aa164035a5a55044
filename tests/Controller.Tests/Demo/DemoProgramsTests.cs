using ChefActors.Controller.Console;
using ChefActors.Controller.Demo;

namespace ChefActors.Controller.Tests.Demo;

public sealed class DemoProgramsTests
{
    [Fact]
    public void A_build_has_them_in_folders_side_by_side()
    {
        var programs = DemoPrograms.Find("/src/artifacts/app/chefactors/", path => path.StartsWith("/src/artifacts/app/", StringComparison.Ordinal) && !path.StartsWith("/src/artifacts/app/chefactors/", StringComparison.Ordinal));
        Assert.Equal(new DemoPrograms("/src/artifacts/app/chefactors-node/chefactors-node", "/src/artifacts/app/chef-client-stand-in/chef-client-stand-in"), programs);
    }

    [Fact]
    public void A_root_with_spaces_is_quoted_for_the_shell() =>
        Assert.Equal("'/my src/chefactors'", DemoPrograms.Typed("/my src/artifacts/app/chefactors/", "/", path => path is "/my src/chefactors" or "/my src/build/app.sh"));

    [Fact]
    public void An_installation_has_them_next_to_the_console()
    {
        var programs = DemoPrograms.Find("/opt/chefactors", path => Path.GetDirectoryName(path) == "/opt/chefactors");
        Assert.Equal(new DemoPrograms("/opt/chefactors/chefactors-node", "/opt/chefactors/chef-client-stand-in"), programs);
    }

    [Fact]
    public void A_missing_program_is_named_with_the_places_where_it_was_looked_for()
    {
        var failure = Assert.Throws<VerbFailure>(() => DemoPrograms.Find("/opt/chefactors", path => path.EndsWith("chefactors-node", StringComparison.Ordinal)));
        Assert.Equal(ExitCode.Failed, failure.ExitCode);
        Assert.Contains("chef-client-stand-in", failure.Message, StringComparison.Ordinal);
        Assert.Contains("/opt/chefactors/chef-client-stand-in", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/src", "./chefactors")]
    [InlineData("/src/", "./chefactors")]
    [InlineData("/home", "/src/chefactors")]
    public void A_build_is_typed_by_the_script_of_its_root(string current, string typed) =>
        Assert.Equal(typed, DemoPrograms.Typed("/src/artifacts/app/chefactors/", current, path => path is "/src/chefactors" or "/src/build/app.sh"));

    [Fact]
    public void An_installation_is_typed_by_name() => Assert.Equal("chefactors", DemoPrograms.Typed("/opt/a/b/chefactors/", "/opt", path => path == "/opt/chefactors"));
}
