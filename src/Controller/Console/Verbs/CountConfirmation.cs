using System.Globalization;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>What reaches many nodes asks for their number: given by <c>--yes=N</c>, or typed.</summary>
internal static class CountConfirmation
{
    /// <summary>Asks, where it must.</summary>
    /// <param name="context">The verb's context.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="what">What happens, such as <c>the push goes to</c>.</param>
    /// <param name="count">To how many nodes.</param>
    /// <param name="given">What <c>--yes</c> says; null: it was not given.</param>
    /// <param name="above">Up to so many nodes nobody is asked.</param>
    /// <exception cref="VerbFailure">It is not confirmed.</exception>
    public static async Task AskAsync(VerbContext context, string cluster, string what, int count, int? given, int above)
    {
        if (given is { } yes && yes != count) throw new VerbFailure(ExitCode.Refused, $"cluster {cluster}: {what} {count} nodes, --yes={yes} was given; nothing was started");
        if (given is not null || count <= above) return;
        if (!context.World.InputIsTerminal) throw new VerbFailure(ExitCode.Refused, $"cluster {cluster}: {what} {count} nodes; confirm that with --yes={count}");
        await context.World.Error.WriteAsync($"cluster {cluster}: {what} {count} nodes. Type the number to go on: ");
        await context.World.Error.FlushAsync();
        var answer = await context.World.Input.ReadLineAsync();
        if (answer?.Trim() != count.ToString(CultureInfo.InvariantCulture)) throw new VerbFailure(ExitCode.Refused, "not confirmed; nothing was started");
    }
}
