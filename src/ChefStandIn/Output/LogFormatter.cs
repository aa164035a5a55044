using ChefActors.ChefStandIn.RunLists;

namespace ChefActors.ChefStandIn.Output;

/// <summary><c>--force-logger</c>: log lines at level info, and no count of resources at all.</summary>
internal sealed class LogFormatter(OutputStream output) : IRunFormatter
{
    private readonly OutputStream _output = output;
    private string _resource = "";

    public void RunStarted()
    {
        Info($"*** Chef Infra Client {Identity.ChefVersion} {Identity.Remark} ***");
        Info("Platform: none");
        Info($"Chef-client pid: {Environment.ProcessId}");
    }

    public void Resolving(IReadOnlyList<RunListItem> recipes)
    {
        Info($"Run List is {RunListItem.Describe(recipes)}");
        var names = new List<string>();
        foreach (var recipe in recipes)
            names.Add(recipe.Expanded);
        Info($"Run List expands to [{string.Join(", ", names)}]");
        Info("Running start handlers");
        Info("Start handlers complete.");
    }

    public void Synchronized(IReadOnlyList<string> cookbooks)
    {
        var names = new List<string>();
        foreach (var cookbook in cookbooks)
            names.Add(cookbook.Replace(" (", "@", StringComparison.Ordinal).TrimEnd(')'));
        Info($"Loading cookbooks [{string.Join(", ", names)}]");
    }

    public void Converging(int resources, int recipes)
    {
    }

    public void ResourceBegun(string resource, string action, string recipe, int line, int depth)
    {
        _resource = resource;
        Info($"Processing {resource} action {action} ({recipe} line {line})");
    }

    public void UpToDate()
    {
    }

    public void Skipped(string reason)
    {
    }

    public void Silent()
    {
    }

    public void Updated(string resource, IReadOnlyList<string> changes) => Info($"{resource} ran successfully");

    public void NestedEnded(string resource)
    {
    }

    public void Stream(string type, ReadOnlySpan<byte> bytes)
    {
    }

    public void ResourceFailed(string banner) => _output.Log("ERROR", $"{_resource} failed");

    public void CutOff(int levels)
    {
    }

    public void ConvergeEnded()
    {
    }

    public void RunCompleted(int updated, int total, TimeSpan elapsed, bool whyRun)
    {
        Info($"Chef Infra Client Run complete in {elapsed.TotalSeconds:0.000000000} seconds");
        Info("Running report handlers");
        Info("Report handlers complete");
    }

    public void RunFailed(string? banner, int updated, TimeSpan elapsed)
    {
        _output.Log("ERROR", "Running exception handlers");
        _output.Log("ERROR", "Exception handlers complete");
    }

    private void Info(string text) => _output.Log("INFO", text);
}
