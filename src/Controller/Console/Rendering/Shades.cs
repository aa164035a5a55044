using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using Spectre.Console;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>The few colours there are. Every one of them stands beside a word that says the same.</summary>
internal static class Shades
{
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Bad = new(Color.Red);
    public static readonly Style Careful = new(Color.Yellow);
    public static readonly Style Busy = new(Color.Blue);
    public static readonly Style Quiet = new(Color.Grey);
    public static readonly Style Strong = new(decoration: Decoration.Bold);

    public static Style Of(ResultState state) => state.Class() switch
    {
        ResultClass.Success => Good,
        ResultClass.Failure => Bad,
        _ => Careful,
    };

    public static Style Of(NodeSnapshot node) => node.Standing.Ended is { } state ? Of(state) : node.Standing.Dispatched ? Busy : Quiet;
}
