using System.Text;

namespace ChefActors.ChefStandIn.Running;

/// <summary>Chef's error banner: a title between rules, then sections.</summary>
internal sealed class ErrorText
{
    private const int RuleLength = 80;
    private readonly StringBuilder _text = new();

    internal ErrorText(string title)
    {
        var rule = new string('=', RuleLength);
        _text.Append('\n').Append(rule).Append('\n').Append(title).Append('\n').Append(rule).Append('\n');
    }

    internal ErrorText Section(string heading, string body, int underline = 0)
    {
        _text.Append('\n').Append(heading).Append('\n').Append('-', underline > 0 ? underline : heading.Length).Append('\n');
        _text.Append(body).Append('\n');
        return this;
    }

    /// <summary>The whole text, ended by the "System Info" section and an empty line. The platform is known only after ohai ran.</summary>
    internal string WithSystemInfo(bool platformKnown)
    {
        var program = Environment.ProcessPath;
        var platform = platformKnown ? "platform=stand-in\nplatform_version=0\n" : "";
        Section("System Info:", $"chef_version={Identity.ChefVersion}\n{platform}ruby={Identity.Ruby}\nprogram_name={program}\nexecutable={program}");
        return _text.ToString();
    }
}
