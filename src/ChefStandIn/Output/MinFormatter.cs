using ChefActors.ChefStandIn.RunLists;

namespace ChefActors.ChefStandIn.Output;

/// <summary>The <c>min</c> format: a letter for each resource, and no total in the last line.</summary>
internal sealed class MinFormatter(OutputStream output) : IRunFormatter
{
    private readonly OutputStream _output = output;
    private readonly DocFormatter _doc = new(output);
    private readonly List<string> _updates = [];

    public void RunStarted() => _doc.RunStarted();

    public void Resolving(IReadOnlyList<RunListItem> recipes) => _doc.Resolving(recipes);

    public void Synchronized(IReadOnlyList<string> cookbooks) =>
        _output.Write($"Synchronizing cookbooks\n{new string('.', cookbooks.Count)}done.\n");

    public void Converging(int resources, int recipes) =>
        _output.Write($"Compiling cookbooks\n{new string('.', recipes)}done.\nConverging {resources} resources\n");

    public void ResourceBegun(string resource, string action, string recipe, int line, int depth)
    {
    }

    public void UpToDate() => _output.Write(".");

    public void Skipped(string reason) => _output.Write("S");

    public void Silent() => _output.Write(".");

    public void Updated(string resource, IReadOnlyList<string> changes)
    {
        _output.Write("U");
        var text = $"* {resource}\n";
        foreach (var change in changes)
        {
            if (change.StartsWith("- ", StringComparison.Ordinal))
                text += $"  {change}\n";
        }

        _updates.Add(text);
    }

    public void NestedEnded(string resource) => _output.Write("U");

    public void Stream(string type, ReadOnlySpan<byte> bytes)
    {
    }

    public void ResourceFailed(string banner) => _output.Write($"F\n{banner}\n");

    public void CutOff(int levels)
    {
    }

    public void ConvergeEnded()
    {
        _output.Write("\nSystem converged.\n");
        if (_updates.Count == 0)
            _output.Write("\nno resources updated\n\n");
        else
            _output.Write($"\nresources updated this run:\n{string.Join("\n", _updates)}\n");
    }

    public void RunCompleted(int updated, int total, TimeSpan elapsed, bool whyRun) =>
        _output.WriteLine($"Infra phase complete, {updated} resources updated");

    public void RunFailed(string? banner, int updated, TimeSpan elapsed)
    {
        if (banner is not null)
            _output.WriteLine(banner);
        _output.Log("ERROR", "Running exception handlers");
        _output.Log("ERROR", "Exception handlers complete");
        _output.WriteLine($"\nInfra phase failed. {updated} resources updated");
    }
}
