using ChefActors.Controller.Console;

namespace ChefActors.Controller.Demo;

/// <summary>Waits for a fact, with a bound and a name.</summary>
internal sealed class DemoWait(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until there is an answer.</summary>
    /// <param name="ask">Null: not yet.</param>
    /// <param name="what">What is waited for, in words.</param>
    /// <param name="bound">How long.</param>
    /// <param name="tail">What to add when it does not come.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="VerbFailure">It did not come.</exception>
    public async Task<T> ForAsync<T>(Func<Task<T?>> ask, string what, TimeSpan bound, Func<string> tail, CancellationToken cancellationToken)
        where T : class
    {
        T? answer = null;
        await UntilAsync(async () => (answer = await ask()) is not null, what, bound, tail, cancellationToken);
        return answer!;
    }

    /// <summary>Asks until the answer is yes.</summary>
    /// <exception cref="VerbFailure">It did not become so.</exception>
    public async Task UntilAsync(Func<Task<bool>> ask, string what, TimeSpan bound, Func<string> tail, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await ask())
        {
            if (time.GetElapsedTime(started) > bound) throw new VerbFailure(ExitCode.Failed, $"waited {bound.TotalSeconds:0} s in vain for this: {what}. {tail()}");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
