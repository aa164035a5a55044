using ChefActors.NodeHost.Facts;

namespace ChefActors.NodeHost.Tests.Facts;

/// <summary>What else runs chef-client, read from a tree of the test's own.</summary>
public sealed class PeriodicTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("chefactors-root-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_bare_machine_has_none() => Assert.Equal(ChefPeriodic.None, Found());

    [Theory]
    [InlineData("etc/crontab", "*/30 * * * * root /usr/bin/chef-client -c /etc/chef/client.rb > /dev/null 2>&1")]
    [InlineData("etc/cron.d/chef-client", "PATH=/usr/bin\n\n0,30 * * * * root /bin/sleep 120; nice -n 5 /opt/chef/bin/chef-client")]
    [InlineData("etc/cron.d/cinc", "@hourly root cinc-client")]
    [InlineData("var/spool/cron/root", "*/20 * * * * /bin/sh -c 'chef-client -L /var/log/chef.log'")]
    [InlineData("var/spool/cron/crontabs/root", "@daily /usr/bin/chef-client")]
    public void A_line_of_a_cron_table_is_found(string file, string table)
    {
        Write(file, table);
        Assert.Equal(ChefPeriodic.Cron, Found());
    }

    [Theory]
    [InlineData("etc/crontab", "# */30 * * * * root /usr/bin/chef-client")]
    [InlineData("etc/crontab", "@reboot root /usr/bin/chef-client")]
    [InlineData("etc/crontab", "0 0 * * * root pkill chef-client; systemctl restart chef-client")]
    [InlineData("etc/crontab", "0 0 * * * root chef-client --version")]
    [InlineData("etc/crontab", "0 0 * * * root /usr/bin/my-chef-client-report")]
    [InlineData("etc/crontab", "chef-client")]
    [InlineData("etc/crontab", "CMD=chef-client x y z a b c d")]
    [InlineData("etc/cron.d/chef-client.rpmsave", "*/30 * * * * root chef-client")]
    [InlineData("etc/cron.d/.chef-client", "*/30 * * * * root chef-client")]
    [InlineData("etc/cron.d/chef-client~", "*/30 * * * * root chef-client")]
    public void What_only_looks_like_it_is_not(string file, string table)
    {
        Write(file, table);
        Assert.Equal(ChefPeriodic.None, Found());
    }

    [Fact]
    public void A_timer_counts_when_it_is_enabled()
    {
        Write("etc/systemd/system/chef-client.timer", "[Timer]\nOnCalendar=hourly\n");
        Write("etc/systemd/system/chef-client.service", "[Service]\nType=oneshot\nExecStart=/usr/bin/chef-client\n");
        Assert.Equal(ChefPeriodic.None, Found());
        Link("etc/systemd/system/timers.target.wants/chef-client.timer", "/etc/systemd/system/chef-client.timer");
        Assert.Equal(ChefPeriodic.Timer, Found());
    }

    [Fact]
    public void A_timer_of_another_name_counts_by_what_its_service_runs()
    {
        Write("lib/systemd/system/converge.timer", "[Timer]\nOnUnitActiveSec=30m\nUnit = nightly.service\n[Service]\nUnit=other.service\n");
        Write("usr/lib/systemd/system/nightly.service", "[Service]\nType=oneshot\nExecStart=-/usr/bin/nice \\\n  /opt/cinc/bin/cinc-client -l info\n");
        Link("etc/systemd/system/timers.target.wants/converge.timer", "/lib/systemd/system/converge.timer");
        Assert.Equal(ChefPeriodic.Timer, Found());
        Write("etc/systemd/system/nightly.service", "[Service]\nExecStart=/bin/true chef\n");
        Assert.Equal(ChefPeriodic.None, Found());
    }

    [Fact]
    public void A_timer_that_is_masked_or_leads_elsewhere_does_not_count()
    {
        Link("etc/systemd/system/chef-client.timer", "/dev/null");
        Write("lib/systemd/system/chef-client.timer", "[Timer]\n");
        Link("etc/systemd/system/timers.target.wants/chef-client.timer", "/lib/systemd/system/chef-client.timer");
        Write("etc/systemd/system/odd.timer", "[Timer]\nUnit=../../../secret.service\n");
        Write("secret.service", "[Service]\nExecStart=chef-client\n");
        Link("etc/systemd/system/timers.target.wants/odd.timer", "/etc/systemd/system/odd.timer");
        Assert.Equal(ChefPeriodic.None, Found());
    }

    [Theory]
    [InlineData("[Service]\nExecStart=/usr/bin/chef-client -c /etc/chef/client.rb -i 1800 -s 300\n", "Daemon")]
    [InlineData("[Service]\nEnvironmentFile=/etc/sysconfig/chef-client\nExecStart=/usr/bin/chef-client $OPTIONS\n", "Daemon")]
    [InlineData("[Service]\nType=oneshot\nExecStart=/usr/bin/chef-client\n", "None")]
    [InlineData("[Service]\nExecStartPre=/usr/bin/chef-client -d\nExecStart=/bin/app\n", "None")]
    public void A_service_counts_as_a_daemon_when_it_is_enabled_and_stays(string unit, string found)
    {
        Write("lib/systemd/system/chef-client.service", unit);
        Assert.Equal(ChefPeriodic.None, Found());
        Link("etc/systemd/system/multi-user.target.wants/chef-client.service", "/lib/systemd/system/chef-client.service");
        Assert.Equal(found, Found().ToString());
    }

    [Theory]
    [InlineData("Daemon", "/opt/chef/embedded/bin/ruby", "--disable-gems", "/usr/bin/chef-client", "-d")]
    [InlineData("Daemon", "/usr/bin/chef-client", "--interval", "1800")]
    [InlineData("Daemon", "cinc-client", "-i1800")]
    [InlineData("Daemon", "chef-client", "--daemonize=60")]
    [InlineData("None", "/usr/bin/chef-client", "-o", "recipe[a]")]
    [InlineData("None", "vim", "chef-client", "-d")]
    [InlineData("None", "/usr/bin/ruby", "other.rb", "chef-client", "-d")]
    [InlineData("None", "/usr/bin/my-client", "-d")]
    public void A_process_counts_by_its_arguments(string found, params string[] arguments)
    {
        Write("proc/4711/cmdline", string.Join('\0', arguments) + "\0");
        Write("proc/self/cmdline", "chef-client\0-d\0");
        Assert.Equal(found, Found().ToString());
    }

    [Fact]
    public void Of_several_the_one_that_is_always_there_is_told()
    {
        Write("etc/crontab", "0 * * * * root chef-client");
        Write("proc/4711/cmdline", "chef-client\0-d\0");
        Assert.Equal(ChefPeriodic.Daemon, Found());
    }

    [Fact]
    public void A_large_table_is_read_in_part_and_a_look_that_takes_too_long_ends()
    {
        Write("etc/crontab", new string('#', 200_000) + "\n0 * * * * root chef-client");
        Assert.Equal(ChefPeriodic.None, Found());
        using var over = new CancellationTokenSource();
        over.Cancel();
        Assert.Throws<OperationCanceledException>(() => new PeriodicLook(_root).Read(over.Token));
    }

    [Fact]
    public void This_machine_can_be_looked_at() => _ = new PeriodicLook().Read(CancellationToken.None).Judge();

    private ChefPeriodic Found() => new PeriodicLook(_root).Read(CancellationToken.None).Judge();

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Link(string file, string target)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
    }
}
