using System.Buffers;
using System.Text;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>What <c>wrapper.sh</c> reads before <c>go</c>: the run's directory, then variables and arguments, a line each. Pure.</summary>
internal static class WrapperLines
{
    private static readonly SearchValues<char> CannotPass = SearchValues.Create('\n', '\0');

    /// <summary>The lines as bytes.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="variables">What is added to the environment.</param>
    /// <param name="arguments">chef-client and its arguments.</param>
    /// <exception cref="IOException">One of them holds a line break or a zero byte: it would be read as something else.</exception>
    internal static byte[] Of(RunDirectory directory, IEnumerable<(string Name, string Value)> variables, IEnumerable<string> arguments)
    {
        var text = new StringBuilder();
        Append("", directory.Path, "the run's directory");
        foreach (var (name, value) in variables) Append($"env {name}=", value, name);
        foreach (var argument in arguments) Append("arg ", argument, "an argument of chef-client");
        return Encoding.UTF8.GetBytes(text.ToString());

        void Append(string before, string value, string what)
        {
            if (value.AsSpan().IndexOfAny(CannotPass) >= 0) throw new IOException($"{what} holds a line break or a zero byte, which no path and no item may: {Core.Znodes.PayloadCodec.OneLine(value)}");
            text.Append(before).Append(value).Append('\n');
        }
    }
}
