using ChefActors.ChefStandIn.RunLists;

namespace ChefActors.ChefStandIn.Output;

/// <summary>What a run tells while it goes on; doc, min and the logger print it each in their way.</summary>
internal interface IRunFormatter
{
    void RunStarted();

    void Resolving(IReadOnlyList<RunListItem> recipes);

    void Synchronized(IReadOnlyList<string> cookbooks);

    void Converging(int resources, int recipes);

    /// <param name="depth">0 for a resource of a recipe, one more for each custom resource around it.</param>
    void ResourceBegun(string resource, string action, string recipe, int line, int depth);

    void UpToDate();

    void Skipped(string reason);

    /// <summary>Ended without a word, as a log resource does.</summary>
    void Silent();

    /// <param name="resource">For the list that <c>min</c> prints at the end.</param>
    /// <param name="changes">Lines as printed, each beginning with "- " if it is a change and not a line of a diff.</param>
    void Updated(string resource, IReadOnlyList<string> changes);

    /// <summary>A custom resource ended, after its nested ones.</summary>
    void NestedEnded(string resource);

    /// <summary>Bytes of a live stream, as they come.</summary>
    void Stream(string type, ReadOnlySpan<byte> bytes);

    void ResourceFailed(string banner);

    void ConvergeEnded();

    /// <summary>The end as far as handlers print something; <paramref name="lineIsOpen"/> when a resource was cut off.</summary>
    void RunCompleted(int updated, int total, TimeSpan elapsed, bool whyRun);

    /// <param name="banner">Error text of a failure outside the resources, or null.</param>
    void RunFailed(string? banner, int updated, TimeSpan elapsed);

    /// <summary>The resource at work was cut off: its line ends, what follows is indented as far as Chef leaves it.</summary>
    void CutOff(int levels);
}
