using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Checking;

namespace ChefActors.NodeHost.Tests.Checking;

/// <summary>What is found on the machine, good and bad: verdict, what was found, what to do.</summary>
public sealed class MachineJudgementTests
{
    private static readonly DiskFinding _disk = new()
    {
        Path = "/var/lib/chefactors",
        IsThere = true,
        Nearest = "/var/lib/chefactors",
        IsWritable = true,
        Owner = 990,
        User = 990,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
        FreeBytes = 5_000_000_000,
        FileSystem = "ext4",
        KeepBytes = 100_000_000,
    };

    [Theory]
    [InlineData(0, "Chef Infra Client: 18.11.0\n", "Ok", "version 18.11.0")]
    [InlineData(0, "Cinc Client: 18.4.12", "Ok", "version 18.4.12")]
    [InlineData(0, "hello", "Warning", "tells no version: hello")]
    [InlineData(1, "cannot load such file -- chef", "Fails", "ended with 1: cannot load such file")]
    public void A_chef_client_is_judged_by_what_it_says_of_its_version(int code, string output, string verdict, string found) =>
        Holds(ChefClientJudgement.Of("chef-client", "/usr/bin/chef-client", true, new ChefVersionAnswer(code, output, false, TimeSpan.FromSeconds(30), null)), verdict, found);

    [Fact]
    public void A_chef_client_that_is_missing_cannot_be_executed_or_started_fails_and_a_slow_one_is_a_warning()
    {
        var within = TimeSpan.FromSeconds(30);
        Holds(ChefClientJudgement.Of("chef-client", null, false, null), "Fails", "chef-client is not there");
        Holds(ChefClientJudgement.Of("/opt/c", "/opt/c", false, null), "Fails", "cannot be executed by this user");
        Holds(ChefClientJudgement.Of("/opt/c", "/opt/c", true, new ChefVersionAnswer(null, "", false, within, "Exec format error")), "Fails", "Exec format error");
        Holds(ChefClientJudgement.Of("/opt/c", "/opt/c", true, new ChefVersionAnswer(null, "", true, within, null)), "Warning", "did not answer within 30 s");
    }

    [Theory]
    [InlineData("/etc/c.rb", true, true, "Ok", "/etc/c.rb")]
    [InlineData("/etc/c.rb", false, false, "Fails", "/etc/c.rb is not there")]
    [InlineData("/etc/c.rb", true, false, "Fails", "cannot be read by this user")]
    [InlineData(null, true, true, "Ok", "Chef's own default, /etc/chef/client.rb")]
    [InlineData(null, false, false, "Warning", "/etc/chef/client.rb is not there")]
    [InlineData(null, true, false, "Fails", "cannot be read by this user")]
    public void A_configuration_must_be_there_if_it_is_named_and_readable_if_it_is_there(string? named, bool isThere, bool isReadable, string verdict, string found) =>
        Holds(ConfigurationJudgement.Of(named, isThere, isReadable), verdict, found);

    [Theory]
    [InlineData(0.1, 0.01, "Ok", "within 0.1 s")]
    [InlineData(-1.9, 0.01, "Ok", "within 1.9 s")]
    [InlineData(4, 2.5, "Ok", "within 6.5 s")]
    [InlineData(180, 0.1, "Warning", "180 s ahead of ZooKeeper's")]
    [InlineData(-180, 0.1, "Warning", "180 s behind ZooKeeper's")]
    [InlineData(901, 0.1, "Fails", "901 s ahead of")]
    [InlineData(-100000, 0.1, "Fails", "100000 s behind")]
    public void A_clock_is_compared_with_ZooKeepers(double ahead, double uncertainty, string verdict, string found) =>
        Holds(ClockJudgement.Of(TimeSpan.FromSeconds(ahead), TimeSpan.FromSeconds(uncertainty), null), verdict, found);

    [Fact]
    public void A_clock_that_could_not_be_compared_is_a_warning_that_says_why() =>
        Holds(ClockJudgement.Of(null, TimeSpan.Zero, "no znode may be made"), "Warning", "not compared: no znode may be made");

    [Fact]
    public void A_disk_with_room_for_this_user_alone_is_ok_and_a_directory_that_can_be_made_is_too()
    {
        Holds(DiskJudgement.Of(_disk), "Ok", "/var/lib/chefactors: 5000 MB free (ext4)");
        Holds(DiskJudgement.Of(_disk with { IsThere = false, Nearest = "/var/lib", Owner = null, Mode = null }), "Ok", "to be made at the first start");
    }

    [Fact]
    public void A_state_directory_that_cannot_hold_a_journal_fails()
    {
        Holds(DiskJudgement.Of(_disk with { IsFile = true }), "Fails", "is a file");
        Holds(DiskJudgement.Of(_disk with { IsWritable = false, Owner = 0 }), "Fails", "cannot be written by this user (id 990; it is user 0's)");
        Holds(DiskJudgement.Of(_disk with { IsWritable = false, IsThere = false, Nearest = "/var/lib" }), "Fails", "may not make it in /var/lib");
        Holds(DiskJudgement.Of(_disk with { FileSystem = "tmpfs" }), "Fails", "in memory (tmpfs)");
        Holds(DiskJudgement.Of(_disk with { FreeBytes = 1000 }), "Fails", "0 MB free");
        Holds(DiskJudgement.Of(_disk with { JournalFault = "the journal X is damaged" }), "Fails", "damaged");
    }

    [Fact]
    public void A_state_directory_that_works_today_and_may_not_tomorrow_is_a_warning()
    {
        Holds(DiskJudgement.Of(_disk with { FreeBytes = 99_000_000 }), "Warning", "99 MB free, kept logs alone may take 100 MB");
        Holds(DiskJudgement.Of(_disk with { Owner = 0 }), "Warning", "is user 0's, this is user 990");
        Holds(DiskJudgement.Of(_disk with { Mode = _disk.Mode | UnixFileMode.OtherRead | UnixFileMode.GroupExecute }), "Warning", "mode 0714");
        Holds(DiskJudgement.Of(_disk with { Path = "/tmp/state" }), "Warning", "below /tmp");
        Holds(DiskJudgement.Of(_disk with { FileSystem = "nfs" }), "Warning", "network file system (nfs)");
    }

    internal static void Holds(CheckLine line, string verdict, string found)
    {
        Assert.Equal(verdict, line.Verdict.ToString());
        Assert.Contains(found, line.Found, StringComparison.Ordinal);
        Assert.Equal(line.Verdict == Verdict.Ok, line.Advice is null);
        Assert.True(line.Advice is null or { Length: > 5 }, "what is not well says what to do");
    }
}
