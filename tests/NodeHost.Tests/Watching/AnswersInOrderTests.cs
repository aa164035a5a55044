using ChefActors.NodeHost.Watching;

namespace ChefActors.NodeHost.Tests.Watching;

public sealed class AnswersInOrderTests
{
    [Fact]
    public void An_answer_waits_for_those_that_were_asked_before_it()
    {
        var answers = new AnswersInOrder<string>();
        var (first, second, third) = (answers.Ask(), answers.Ask(), answers.Ask());
        Assert.Empty(answers.Answer(third, "c"));
        Assert.Empty(answers.Answer(second, "b"));
        Assert.Equal(["a", "b", "c"], answers.Answer(first, "a"));
        Assert.Equal(["d"], answers.Answer(answers.Ask(), "d"));
    }

    [Fact]
    public void A_question_that_failed_holds_nothing_back()
    {
        var answers = new AnswersInOrder<string>();
        var (first, second) = (answers.Ask(), answers.Ask());
        Assert.Empty(answers.Answer(second, "b"));
        Assert.Equal(["b"], answers.Answer(first, null));
    }
}
