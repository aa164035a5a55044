using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Stopping;
using ChefActors.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChefActors.NodeHost.Tests.ChefClient;

/// <summary>Real wrappers that are never told what to run.</summary>
public sealed class WrapperStockTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly List<HeldWrapper> _taken = [];

    public void Dispose()
    {
        foreach (var wrapper in _taken) wrapper.Process.Dispose();
        _state.Dispose();
    }

    [Fact]
    public async Task The_one_in_stock_is_taken_and_then_there_is_none_until_the_run_is_over()
    {
        var stock = Stock();
        await stock.RefillAsync();
        var waiting = stock.Waiting;
        await stock.RefillAsync();
        Assert.Equal(waiting, stock.Waiting);
        Assert.Equal(waiting, (await TakeAsync(stock)).Identity);
        await stock.FillUnlessUnderWayAsync();
        Assert.Null(stock.Waiting);
        await stock.RefillAsync();
        Assert.NotNull(stock.Waiting);
        Assert.NotEqual(waiting, (await TakeAsync(stock)).Identity);
    }

    [Fact]
    public async Task While_a_run_of_an_earlier_life_is_under_way_there_is_none()
    {
        var stock = Stock();
        stock.RunIsUnderWay();
        await stock.FillUnlessUnderWayAsync();
        Assert.Null(stock.Waiting);
    }

    [Fact]
    public async Task Where_none_is_in_stock_one_is_born_when_it_is_wanted()
    {
        var stock = Stock();
        Assert.Null(stock.Waiting);
        Assert.True((await TakeAsync(stock)).IsFit);
    }

    [Fact]
    public async Task One_that_somebody_ended_is_replaced()
    {
        var stock = Stock();
        await stock.RefillAsync();
        var waiting = stock.Waiting!.Value;
        Assert.True(ProcessSignal.Send(waiting, ChefSignal.Kill));
        await Eventually.BecomesTrue(() => ProcessIdentity.Read(waiting.Pid) is null, "its end");
        var taken = await TakeAsync(stock);
        Assert.NotEqual(waiting, taken.Identity);
        Assert.True(taken.IsFit);
    }

    [Fact]
    public async Task One_whose_directory_is_gone_is_replaced()
    {
        var stock = Stock();
        await stock.RefillAsync();
        Directory.Delete(RunDirectory.Next(_state.FullName).Path, recursive: true);
        Assert.True((await TakeAsync(stock)).IsFit);
    }

    [Fact]
    public async Task One_that_dies_while_it_is_told_is_replaced_and_what_kills_both_is_told()
    {
        var stock = Stock();
        await stock.RefillAsync();
        var told = new List<int>();
        await stock.TakeAsync(
            wrapper =>
            {
                told.Add(wrapper.Identity.Pid);
                _taken.Add(wrapper);
                if (told.Count > 1) return;
                ProcessSignal.Send(wrapper.Identity, ChefSignal.Kill);
                SpinWait.SpinUntil(() => wrapper.Process.Exited.IsCompleted, TimeSpan.FromSeconds(60));
                wrapper.Process.Tell("a"u8);
            },
            CancellationToken.None);
        Assert.Equal(2, told.Distinct().Count());
        await Assert.ThrowsAsync<IOException>(() => stock.TakeAsync(_ => throw new IOException("the disk is full"), CancellationToken.None));
    }

    [Fact]
    public async Task Without_its_state_directory_none_is_in_stock_and_the_next_run_is_told_why()
    {
        var stock = new WrapperStock(new ChefClientSettings("/bin/true", _state["gone"], "boot-1", []), Force(), NullLogger.Instance);
        await stock.RefillAsync();
        Assert.Contains("is gone", (await Assert.ThrowsAsync<IOException>(() => TakeAsync(stock))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_state["gone"]));
    }

    [Fact]
    public async Task One_that_was_told_nothing_ends_without_a_note_when_its_node_host_does()
    {
        var wrapper = await TakeAsync(Stock());
        wrapper.Process.Dispose();
        await wrapper.Process.Exited.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(["exit.new", "output"], Directory.GetFiles(wrapper.Directory.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Lines_longer_than_a_pipe_are_taken_whole()
    {
        var wrapper = await TakeAsync(Stock());
        var (run, echoed) = (RunDirectory.Of(_state.FullName, "R1", 1), new string('x', 100_000));
        NextRunDirectory.Give(wrapper.Directory, run);
        wrapper.Process.Tell(WrapperLines.Of(run, [], ["/bin/echo", echoed]));
        wrapper.Process.Release();
        await wrapper.Process.Exited.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((echoed + "\n", "0\n"), (await File.ReadAllTextAsync(run.Output), await File.ReadAllTextAsync(run.Exit)));
    }

    private WrapperStock Stock() => new(new ChefClientSettings("/bin/true", _state.FullName, "boot-1", []), Force(), NullLogger.Instance);

    private static RunForce Force() => new(null, StopMeansKind.Marker, TimeProvider.System, NullLogger<RunForce>.Instance);

    private async Task<HeldWrapper> TakeAsync(WrapperStock stock)
    {
        var wrapper = await stock.TakeAsync(_ => { }, CancellationToken.None);
        _taken.Add(wrapper);
        return wrapper;
    }
}
