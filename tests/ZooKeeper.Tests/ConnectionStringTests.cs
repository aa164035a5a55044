namespace ChefActors.ZooKeeper.Tests;

public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("a", "a:2181")]
    [InlineData("a:1,b:2/", "a:1,b:2")]
    [InlineData("a:1 , [::1]:3/x/y", "a:1,[::1]:3/x/y")]
    [InlineData("[fe80::1]", "[fe80::1]:2181")]
    public void A_connection_string_reads_and_prints(string text, string printed) => Assert.Equal(printed, ConnectionString.Parse(text).ToString());

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a,,b", "'' is no server")]
    [InlineData("a:0", "'a:0' is no server")]
    [InlineData("a:65536", "'a:65536' is no server")]
    [InlineData("[]:1", "'[]:1' is no server")]
    [InlineData("a/x/", "ends with '/'")]
    [InlineData("a/x/../y", "'..'")]
    public void What_is_no_connection_string_is_refused_with_the_reason(string text, string reason)
    {
        Assert.False(ConnectionString.TryParse(text, out _, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        var options = new ZooKeeperOptions("a") { MaxInFlight = 0 };
        Assert.Contains("MaxInFlight is 0; allowed: 1 or more", Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_are_never_printed()
    {
        var options = new ZooKeeperOptions("a") { Credentials = [ZooKeeperCredential.Digest("user", "secret")] };
        Assert.DoesNotContain("secret", options.ToString() + options.Credentials[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_digest_id_is_the_one_that_the_server_makes() => Assert.Equal("u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=", DigestAuth.IdOf("u:p"u8));

    [Theory]
    [InlineData("/a", "/", "/a")]
    [InlineData("/a", "/b", "/a/b")]
    [InlineData("", "/b", "/b")]
    public void A_chroot_is_added_and_stripped(string chroot, string path, string server)
    {
        Assert.Equal(server, new Chroot(chroot).Add(path));
        Assert.Equal(path, new Chroot(chroot).Strip(server));
        Assert.Equal("/ab", new Chroot("/a").Strip("/ab"));
    }
}
