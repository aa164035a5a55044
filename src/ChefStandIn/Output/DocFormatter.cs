using ChefActors.ChefStandIn.RunLists;

namespace ChefActors.ChefStandIn.Output;

/// <summary>The <c>doc</c> format: a resource's line is begun when it starts and ended when it has ended.</summary>
internal sealed class DocFormatter(OutputStream output) : IRunFormatter
{
    private readonly OutputStream _output = output;
    private readonly LiveStream _stream = new(output);
    private string _recipe = "";
    private string _tailIndent = "";
    private string _indent = "  ";

    public void RunStarted() => _output.Write(
        $"Chef Infra Client, version {Identity.ChefVersion} {Identity.Remark}\nPatents: https://www.chef.io/patents\nInfra Phase starting\n");

    public void Resolving(IReadOnlyList<RunListItem> recipes)
    {
        var names = new List<string>();
        foreach (var recipe in recipes)
            names.Add($"\"{recipe.Expanded}\"");
        _output.WriteLine($"Resolving cookbooks for run list: [{string.Join(", ", names)}]");
    }

    public void Synchronized(IReadOnlyList<string> cookbooks)
    {
        _output.WriteLine("Synchronizing cookbooks:");
        foreach (var cookbook in cookbooks)
            _output.WriteLine($"  - {cookbook}");
        _output.Write("Installing cookbook gem dependencies:\nCompiling cookbooks...\n");
        _output.Write("Loading InSpec profile files:\nLoading InSpec input files:\nLoading InSpec waiver files:\n");
    }

    public void Converging(int resources, int recipes) => _output.WriteLine($"Converging {resources} resources");

    public void ResourceBegun(string resource, string action, string recipe, int line, int depth)
    {
        if (recipe != _recipe && depth == 0)
            _output.WriteLine($"Recipe: {recipe}");
        if (depth == 0)
            _recipe = recipe;
        var before = depth > 0 && depth * 2 >= _indent.Length ? "\n" : "";
        _indent = new string(' ', 2 + (depth * 2));
        _output.Write($"{before}{_indent}* {resource} action {action}");
    }

    public void UpToDate() => _output.Write(" (up to date)\n");

    public void Skipped(string reason) => _output.Write($" (skipped due to {reason})\n");

    public void Silent() => _output.Write("\n");

    public void Updated(string resource, IReadOnlyList<string> changes)
    {
        var text = _stream.End() ? "" : "\n";
        foreach (var change in changes)
            text += $"{_indent}  {change}\n";
        _output.Write(text);
    }

    public void NestedEnded(string resource)
    {
        _indent = _indent[2..];
        _output.Write($"{_indent}\n");
    }

    public void Stream(string type, ReadOnlySpan<byte> bytes) => _stream.Write(type, _indent, bytes);

    public void ResourceFailed(string banner)
    {
        var text = _stream.End() ? "" : "\n";
        foreach (var line in banner.Split('\n'))
            text += $"{_indent}  {line}\n";
        _output.Write(text);
    }

    public void CutOff(int levels)
    {
        if (!_stream.End())
            _output.Write("\n");
        _tailIndent = new string(' ', levels * 2);
    }

    public void ConvergeEnded()
    {
    }

    public void RunCompleted(int updated, int total, TimeSpan elapsed, bool whyRun)
    {
        _output.Write($"{_tailIndent}\n{_tailIndent}Running handlers:\n{_tailIndent}Running handlers complete\n");
        _output.WriteLine(whyRun
            ? $"{_tailIndent}Infra Phase complete, {updated}/{total} resources would have been updated"
            : $"{_tailIndent}Infra Phase complete, {updated}/{total} resources updated in {Timestamps.Elapsed(elapsed)}");
    }

    public void RunFailed(string? banner, int updated, TimeSpan elapsed)
    {
        if (banner is not null)
            _output.WriteLine(banner);
        _output.Write($"{_tailIndent}\n{_tailIndent}Running handlers:\n");
        _output.Log("ERROR", "Running exception handlers");
        _output.Write($"{_tailIndent}Running handlers complete\n");
        _output.Log("ERROR", "Exception handlers complete");
        _output.WriteLine($"{_tailIndent}Infra Phase failed. {updated} resources updated in {Timestamps.Elapsed(elapsed)}");
    }
}
