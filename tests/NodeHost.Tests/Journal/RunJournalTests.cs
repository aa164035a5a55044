using ChefActors.NodeHost.Journal;
using ChefActors.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.NodeHost.Tests.Journal;

public sealed class RunJournalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chefactors-journal-").FullName;

    private static FakeTimeProvider Time { get; } = new(Records.Now);

    private string State => Path.Combine(_directory, "state");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_was_appended_is_there_in_the_next_life()
    {
        using (var journal = Open())
        {
            foreach (var record in Records.OneOfEach.Skip(1)) await journal.AppendAsync(record, CancellationToken.None);
        }

        using var next = Open("another-id");
        Assert.Equal("first-id", next.Id);
        Assert.Equal("cluster-1", next.State.ClusterId);
        Assert.Contains("R1", next.State.Sent.Keys);
        Assert.Null(next.State.Unfinished);
    }

    [Fact]
    public void A_second_node_host_is_refused_and_told_why()
    {
        using var journal = Open();
        Assert.Contains("--state-dir", Assert.Throws<IOException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_else_reads_the_journal()
    {
        using var journal = Open();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(State, "journal")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(State));
    }

    [Fact]
    public async Task The_journal_of_a_cloned_image_is_set_aside()
    {
        using (var journal = Open()) await journal.AppendAsync(Records.Start("R1"), CancellationToken.None);
        using var clone = RunJournal.Open(State, "machine-2", "clone-id", Time);
        Assert.Equal("clone-id", clone.Id);
        Assert.Null(clone.State.Unfinished);
        Assert.True(File.Exists(Path.Combine(State, "journal.of-machine-1")));
    }

    [Fact]
    public async Task A_torn_tail_is_cut_and_the_next_record_stands_in_its_place()
    {
        using (var journal = Open()) await journal.AppendAsync(Records.Start("R1"), CancellationToken.None);
        await using (var file = new FileStream(Path.Combine(State, "journal"), FileMode.Open))
        {
            file.Position = JournalCodec.Read(await File.ReadAllBytesAsync(file.Name)).ValidBytes;
            file.Write(JournalCodec.Write(Records.Outcome("R1")).AsSpan(0, 40));
        }

        using (var journal = Open())
        {
            Assert.Equal("R1", journal.State.Unfinished?.Id);
            await journal.AppendAsync(Records.Outcome("R1"), CancellationToken.None);
        }

        using var last = Open();
        Assert.Equal("R1", Assert.Single(last.State.Spool).Id);
    }

    [Fact]
    public async Task A_journal_that_is_gone_takes_no_record_until_it_is_back()
    {
        using var journal = Open();
        var path = Path.Combine(State, "journal");
        File.Move(path, path + ".away");
        var refused = await Assert.ThrowsAsync<IOException>(() => journal.AppendAsync(Records.Start("R1"), CancellationToken.None));
        Assert.Contains("gone", refused.Message, StringComparison.Ordinal);
        File.Move(path + ".away", path);
        await journal.AppendAsync(Records.Start("R1"), CancellationToken.None);
        Assert.Equal("R1", journal.State.Unfinished?.Id);
    }

    [Fact]
    public async Task A_damaged_journal_is_refused_and_says_what_to_do()
    {
        using (var journal = Open())
        {
            await journal.AppendAsync(Records.Start("R1"), CancellationToken.None);
            await journal.AppendAsync(Records.Outcome("R1"), CancellationToken.None);
        }

        var path = Path.Combine(State, "journal");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[60] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        Assert.Contains("move it away", Assert.Throws<IOException>(() => Open()).Message, StringComparison.Ordinal);

        // The refusal gave the lock back.
        File.Delete(path);
        Open().Dispose();
    }

    [Fact]
    public async Task Room_is_made_beforehand_and_records_are_read_up_to_it()
    {
        using (var journal = Open()) await journal.AppendAsync(Records.Start("R1"), CancellationToken.None);
        Assert.True(new FileInfo(Path.Combine(State, "journal")).Length > JournalFile.RoomBytes);
        using var next = Open();
        Assert.Equal("R1", next.State.Unfinished?.Id);
    }

    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public async Task Thousands_of_reported_runs_leave_a_small_journal_that_still_knows_what_was_sent()
    {
        using (var journal = Open())
        {
            for (var i = 0; i < 3000; i++)
            {
                await journal.AppendAsync(Records.Start($"R{i}"), CancellationToken.None);
                await journal.AppendAsync(Records.Outcome($"R{i}"), CancellationToken.None);
                await journal.AppendAsync(new JournalRecord.Sent($"R{i}", Records.Now.AddSeconds(i < 2990 ? -1 : 1), null), CancellationToken.None);
            }

            await journal.AppendAsync(Records.Start("last"), CancellationToken.None);
        }

        Assert.True(new FileInfo(Path.Combine(State, "journal")).Length < 2 * JournalFile.RoomBytes);
        using var next = Open();
        Assert.Equal("last", next.State.Unfinished?.Id);
        Assert.Superset(Enumerable.Range(2990, 10).Select(i => $"R{i}").ToHashSet(), next.State.Sent.Keys.ToHashSet());
    }

    [Fact]
    public async Task A_journal_whose_room_is_used_up_grows()
    {
        var clusterId = new string('x', JournalFile.RoomBytes / 4);
        using (var journal = Open())
        {
            for (var i = 0; i < 6; i++) await journal.AppendAsync(new JournalRecord.Adopted(clusterId + i), CancellationToken.None);
        }

        using var next = Open();
        Assert.Equal(clusterId + 5, next.State.ClusterId);
    }

    private RunJournal Open(string id = "first-id") => RunJournal.Open(State, "machine-1", id, Time);
}
