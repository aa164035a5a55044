using ChefActors.Controller.Auditing;
using ChefActors.Testing;

namespace ChefActors.Controller.Tests.Auditing;

/// <summary>Files, chain and crashes.</summary>
public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Where => Path.Combine(_directory.FullName, "audit");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Lines_of_several_files_are_one_chain()
    {
        Write(10, fileBytes: 600);
        Assert.InRange(AuditFiles.List(Where).Count, 3, 9);
        var lines = AuditReader.Read(Where).ToList();
        Assert.All(lines, line => Assert.Null(line.Fault));
        Assert.Equal(Enumerable.Range(1, 10), lines.Select(line => (int)line.Record!.Seq));
    }

    [Theory]
    [InlineData(3, "edit", 4)]
    [InlineData(3, "remove", 3)]
    [InlineData(3, "swap", 3)]
    [InlineData(3, "double", 4)]
    [InlineData(3, "garbage", 3)]
    [InlineData(10, "edit", null)]
    public void A_line_that_was_changed_removed_or_moved_is_found_where_the_chain_breaks(int line, string how, int? foundAt)
    {
        Write(10);
        var file = AuditFiles.List(Where).Single();
        var lines = File.ReadAllLines(file).ToList();
        switch (how)
        {
            case "edit":
                lines[line - 1] = lines[line - 1].Replace("alice", "bob", StringComparison.Ordinal);
                break;
            case "remove":
                lines.RemoveAt(line - 1);
                break;
            case "swap":
                (lines[line - 1], lines[line]) = (lines[line], lines[line - 1]);
                break;
            case "double":
                lines.Insert(line - 1, lines[line - 1]);
                break;
            default:
                lines[line - 1] = "{}";
                break;
        }

        File.WriteAllText(file, string.Concat(lines.Select(l => l + "\n")));
        AuditPosition head = default;
        var first = AuditReader.Read(Where, position => head = position).FirstOrDefault(l => l.Fault is not null);
        Assert.Equal(foundAt, first?.Number);
        // The last line has none after it: only the head, kept elsewhere, tells.
        using var again = new TemporaryDirectory();
        if (foundAt is null) Assert.NotEqual(Write(10, directory: Path.Combine(again.FullName, "audit")), head);
    }

    [Fact]
    public void A_file_that_is_missing_in_the_middle_is_found_and_older_ones_may_lie_elsewhere()
    {
        Write(10, fileBytes: 600);
        var files = AuditFiles.List(Where);
        File.Move(files[0], Path.Combine(_directory.FullName, "kept"));
        Assert.All(AuditReader.Read(Where), line => Assert.Null(line.Fault));
        File.Delete(files[2]);
        var broken = Assert.Single(AuditReader.Read(Where), line => line.Fault is not null);
        Assert.Equal((Path.GetFileName(files[3]), 1), (broken.File, broken.Number));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(0)]
    public void A_torn_last_line_is_cut_and_the_chain_goes_on(int kept)
    {
        Write(3);
        var file = AuditFiles.List(Where).Single();
        var data = File.ReadAllBytes(file);
        var (_, whole) = AuditFiles.Split(data);
        Assert.Equal(data.Length, whole);
        File.WriteAllBytes(file, [.. data, .. data[..kept]]);
        Assert.Equal(3, AuditReader.Read(Where).Count());
        Write(2, from: 4);
        var lines = AuditReader.Read(Where).ToList();
        Assert.Equal([1, 2, 3, 4, 5], lines.Select(l => l.Record!.Seq));
        Assert.All(lines, line => Assert.Null(line.Fault));
    }

    [Fact]
    public void A_new_file_without_a_line_is_gone_on_with()
    {
        Write(2);
        File.WriteAllText(AuditFiles.Path(Where, 3), "{\"v\":1,");
        Write(1, from: 3);
        Assert.Equal(2, AuditFiles.List(Where).Count);
        Assert.All(AuditReader.Read(Where), line => Assert.Null(line.Fault));
    }

    [Fact]
    public void One_daemon_writes_at_a_time_and_the_files_are_its_own()
    {
        using (AuditLog.Open(Where)) Assert.Throws<IOException>(() => AuditLog.Open(Where));
        Write(1);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(AuditFiles.List(Where).Single()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Where));
    }

    [Fact]
    public void What_was_recorded_is_known_after_a_restart()
    {
        Write(3);
        using var log = AuditLog.Open(Where);
        Assert.Equal(new AuditStanding(true, 0, "running", null), log.Ledger.Of("R1"));
        Assert.Equal(3, log.Position.Seq);
        Assert.Equal(AuditStanding.Nothing, log.Ledger.Of("R9"));
    }

    private AuditPosition Write(int count, int from = 1, long fileBytes = AuditLog.FileBytes, string? directory = null)
    {
        using var log = AuditLog.Open(directory ?? Where, fileBytes);
        for (var i = from; i < from + count; i++)
        {
            log.Append([
                new AuditRecord
                {
                    Type = i == 1 ? AuditType.Start : AuditType.Phase,
                    Phase = i == 1 ? null : "running",
                    At = DateTimeOffset.UnixEpoch.AddDays(i),
                    RecordedAt = DateTimeOffset.UnixEpoch,
                    Cluster = "cluster-1",
                    Rollout = "R1",
                    Who = "alice@ops1",
                    Name = new string('x', i),
                }]);
        }

        return log.Position;
    }
}
