using ChefActors.NodeHost.Supervising;

namespace ChefActors.NodeHost.Tests.Supervising;

public sealed class SupervisorSignTests
{
    [Theory]
    [InlineData("7", null, true)]
    [InlineData("7", "7", true)]
    [InlineData("systemd", null, true)]
    [InlineData("systemd", "9", true)]
    [InlineData("docker", null, true)]
    [InlineData(null, null, false)]
    [InlineData("", "9", false)]
    [InlineData("8", null, false)]
    [InlineData("systemd", "8", false)]
    public void Whoever_starts_it_again_says_so_and_is_looked_at_where_that_is_possible(string? sign, string? systemdExecPid, bool isThere) =>
        Assert.Equal(isThere, SupervisorSign.Objection(sign, systemdExecPid, pid: 9, parent: 7) is null);
}
