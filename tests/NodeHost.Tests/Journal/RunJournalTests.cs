using ChefActors.NodeHost.Journal;
using ChefActors.Testing;

namespace ChefActors.NodeHost.Tests.Journal;

public sealed class RunJournalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chefactors-journal-").FullName;

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
        using var clone = RunJournal.Open(State, "machine-2", "clone-id", Records.Now);
        Assert.Equal("clone-id", clone.Id);
        Assert.Null(clone.State.Unfinished);
        Assert.True(File.Exists(Path.Combine(State, "journal.of-machine-1")));
    }

    [Fact]
    public async Task A_torn_tail_is_cut_and_the_next_record_stands_in_its_place()
    {
        using (var journal = Open()) await journal.AppendAsync(Records.Start("R1"), CancellationToken.None);
        await using (var file = new FileStream(Path.Combine(State, "journal"), FileMode.Append)) file.Write(JournalCodec.Write(Records.Outcome("R1")).AsSpan(0, 40));
        using (var journal = Open())
        {
            Assert.Equal("R1", journal.State.Unfinished?.Id);
            await journal.AppendAsync(Records.Outcome("R1"), CancellationToken.None);
        }

        using var last = Open();
        Assert.Equal("R1", Assert.Single(last.State.Spool).Id);
    }

    [Fact]
    public async Task A_journal_that_has_grown_is_rewritten_and_holds_what_stands()
    {
        var longest = 0L;
        using (var journal = RunJournal.Open(State, "machine-1", "first-id", Records.Now, new VirtualTime().Provider))
        {
            for (var i = 0; i < 300; i++)
            {
                // Half of the ids can no longer be accepted.
                var (id, acceptBy) = ($"R{i}", Records.Now.AddDays(i % 2 == 0 ? 1 : -2));
                await journal.AppendAsync(Records.Start(id), CancellationToken.None);
                var outcome = Records.Outcome(id);
                await journal.AppendAsync(outcome with { Result = outcome.Result with { LogTail = new string('x', 4096) } }, CancellationToken.None);
                await journal.AppendAsync(new JournalRecord.Sent(id, acceptBy, null), CancellationToken.None);
                longest = Math.Max(longest, new FileInfo(Path.Combine(State, "journal")).Length);
            }

            await journal.AppendAsync(Records.Start("last"), CancellationToken.None);
            Assert.False(File.Exists(Path.Combine(State, "journal.new")));
        }

        Assert.InRange(longest, 200 * 1024, 300 * 1024);
        using var next = Open();
        Assert.Equal("first-id", next.Id);
        Assert.Equal("last", next.State.Unfinished?.Id);
        Assert.Empty(next.State.Spool);
        Assert.Equal(150, next.State.Sent.Count(sent => !sent.Value.IsPast(Records.Now)));
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

    private RunJournal Open(string id = "first-id") => RunJournal.Open(State, "machine-1", id, Records.Now);
}
